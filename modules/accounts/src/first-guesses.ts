/**
 * What people type when twelve characters are asked for: words and keyboard rows that are common alone, each compared after the digits and
 * signs around it are gone. Spanish and English. Written for this product; not a leaked list.
 */
export const commonStems: ReadonlySet<string> = new Set(
  [
    'password passwords passphrase passw letmein letmeinnow welcome welcomeback welcomehome changeme changemenow changeit secret secreto',
    'topsecret supersecret administrator administrador admin administracion root superuser usuario user guest invitado default master',
    'contrasena contrasenya contrasenia micontrasena miclave clave clavesecreta claveclave acceso entrada bienvenido bienvenida bienvenidos',
    'qwerty qwertyuiop qwertyuiopasdfghjkl asdfghjkl asdfghjklzxcvbnm zxcvbnm qwertyqwerty asdfasdf asdfasdfasdf qazwsxedc qazwsxedcrfv',
    'iloveyou iloveyousomuch tequiero tequieromucho teamo teamomucho miamor amormio princesa princess sunshine football futbol baseball',
    'barcelona realmadrid madrid espana venezuela caracas mexico colombia argentina peru chile ecuador valencia sevilla america',
    'monkey dragon shadow superman batman starwars pokemon michael jennifer jessica daniel alejandro carolina estrella mariposa',
    'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre primavera verano otono invierno',
    'january february march april june july august september october november december spring summer autumn winter',
    'lunes martes miercoles jueves viernes sabado domingo monday tuesday wednesday thursday friday saturday sunday',
    'company empresa oficina office trabajo ministerio hospital banco gobierno servidor server documento documentos nexus vault boveda',
    'computer ordenador computadora internet windows microsoft google facebook whatsapp android test testing prueba pruebas ejemplo example',
    'correcthorsebatterystaple trustno trustnoone abc abcd abcdef abcdefg abcdefgh abcdefghijkl abcdefghijklm hola holahola holamundo helloworld',
  ].flatMap((line) => line.split(' ')),
);
