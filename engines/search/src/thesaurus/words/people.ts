/** People, roles, bodies, offices, papers. The notation is explained in `../read-groups.ts`. */
export const peopleWords = `
alcalde regidor edil ~ presidente | mayor
alcaldía ayuntamiento municipio consistorio ~ corporación | town_hall town_council council city_council ~ municipality
ayuntamiento municipio consistorio alcaldía ~ corporación_municipal | town_council council city_council municipality town_hall ~ town
concejal edil | councillor alderman
concejalía delegación | council_department
pueblo municipio localidad villa población ~ ciudad | town village municipality ~ city
ciudad urbe ~ municipio población | city town
vecino habitante residente ~ ciudadano familia | neighbour resident inhabitant ~ citizen
ciudadano ~ vecino | citizen
población habitantes ~ censo | population inhabitants
gente personas ~ público | people persons
persona individuo ~ gente | person individual
gobierno administración ejecutivo | government administration
ministro | minister
ministerio | ministry department
diputación | provincial_council
gobernador | governor
presidente presidenta ~ director jefe | president chairman chair ~ head
presidir encabezar dirigir | chair preside ~ head lead
director jefe responsable encargado gerente ~ administrador | director manager head ~ chief responsible
jefe responsable encargado director ~ superior mando | head chief boss manager ~ leader
mandar dirigir ~ encabezar ordenar llevar | lead direct command run ~ head be_in_charge
dirigir llevar encabezar gestionar mandar ~ coordinar conducir | direct manage lead run ~ head
llevar encargarse_de ocuparse_de dirigir ~ corresponder | run handle take_care_of ~ be_in_charge_of
coordinar ~ dirigir organizar | coordinate ~ organise
gestionar administrar tramitar ~ manejar | manage administer handle ~ process
gerente administrador ~ director | manager administrator
secretario ~ secretaría | secretary ~ clerk
interventor ~ secretario auditor | comptroller auditor
tesorero | treasurer
funcionario empleado_público | civil_servant official officer
empleado trabajador operario ~ obrero personal plantilla | employee worker ~ staff
obrero peón operario trabajador albañil ~ empleado | labourer worker workman ~ operative
trabajador obrero operario empleado ~ peón personal | worker employee labourer ~ staff
personal plantilla trabajadores empleados ~ equipo | staff personnel workforce crew ~ employees people
empleo trabajo puesto ~ ocupación cargo | job employment position ~ work
trabajar prestar_servicio emplearse ~ labor empleo | work ~ labour job
despedir cesar | dismiss fire sack lay_off
despido cese | dismissal ~ redundancy
contratar emplear | hire employ
jubilarse retirarse | retire
chico muchacho joven ~ niño | lad boy youth
niño menor infantil ~ chico | child kid ~ minor
hijo | son child
padre | father parent
madre | mother parent
esposo marido cónyuge | husband spouse
esposa mujer cónyuge | wife spouse
familia parientes hogar | family relatives household
mayor anciano persona_mayor ~ tercera_edad jubilado | elderly old_person ~ senior
experto especialista perito | expert specialist
técnico especialista ~ ingeniero | technician technical ~ engineer
autor redactor escritor ~ firmante | author writer ~ drafter
redactar escribir elaborar ~ preparar componer | write draft draw_up prepare ~ compose
escribir redactar anotar ~ llevar | write keep ~ note draft
preparar elaborar confeccionar ~ redactar | prepare draw_up ~ make
firmante signatario | signatory
abajo_firmante | undersigned
remitente | sender
destinatario | recipient addressee
cliente comprador ~ usuario | customer client ~ buyer user
usuario ~ cliente | user
socio miembro ~ asociado | partner member ~ associate
miembro integrante vocal ~ socio | member ~ associate
portavoz | spokesman spokesperson
nombre denominación ~ apellido llamarse | name ~ called title
llamar telefonear ~ avisar contactar | call phone telephone ring
llamarse denominarse ~ nombre | be_called be_named ~ name
teléfono móvil ~ llamar llamando | telephone phone ~ mobile call
correo_electrónico email correo | email e-mail mail
dirección domicilio señas ~ sede residencia | address ~ residence
domicilio dirección ~ residencia vivienda | address domicile residence
sede oficina_central ~ domicilio | headquarters seat registered_office
oficina despacho | office
edificio inmueble construcción ~ casa | building ~ property
casa vivienda hogar domicilio ~ residencia | house home dwelling ~ residence
lugar sitio emplazamiento paraje ~ ubicación | place site location spot
ubicar situar localizar ~ estar | locate situate place
ubicación situación localización emplazamiento | location situation position
identificación documento_de_identidad dni cédula ~ pasaporte | identification identity_card id ~ passport
nif cif identificación_fiscal ~ rif nit | tax_id tax_number ~ vat_number
matrícula registro | registration plate
registro inscripción asiento ~ archivo | register registration record ~ entry
registrar inscribir anotar ~ apuntar | register record enroll ~ note
expediente procedimiento ~ legajo archivo | file case dossier ~ record
archivo ~ fichero expediente | archive file ~ record
archivar ~ guardar | file archive
documento escrito papel ~ fichero | document paper ~ file
informe memoria dictamen ~ estudio reporte | report ~ study statement
informar comunicar ~ dictaminar notificar | report inform ~ notify
carta escrito misiva ~ correo | letter ~ mail
copia ejemplar duplicado | copy duplicate
original ~ auténtico | original
certificado acreditación justificante ~ certificación | certificate ~ proof
certificar acreditar justificar ~ demostrar | certify prove ~ evidence
justificar acreditar demostrar ~ probar explicar | justify prove ~ account_for
aprobar autorizar ratificar ~ aceptar conceder | approve authorise ratify ~ accept pass
aprobación visto_bueno ratificación ~ autorización | approval ~ authorisation consent
aceptar admitir ~ acceder aprobar | accept agree ~ admit
acordar convenir pactar ~ decidir | agree ~ decide settle
decidir resolver determinar ~ acordar | decide determine ~ resolve
decisión resolución determinación ~ acuerdo | decision ~ resolution
proponer sugerir plantear ~ recomendar | propose suggest ~ recommend
recomendar aconsejar ~ sugerir proponer | recommend advise ~ suggest
recomendación consejo ~ sugerencia | recommendation advice ~ suggestion
nombrar designar elegir ~ asignar | appoint name designate elect ~ assign
designado nombrado | appointed named designated
elección votación ~ comicios | election vote ~ poll
votar | vote
cargo puesto ~ función | post office position ~ role
función cometido tarea ~ papel | function duty task ~ role
tarea labor cometido ~ trabajo | task job duty
universidad facultad | university college
escuela colegio instituto | school ~ college
alumno estudiante | pupil student
profesor maestro docente | teacher professor ~ instructor
curso formación ~ clase capacitación | course training ~ class
formación capacitación adiestramiento ~ curso instrucción | training education ~ course
iglesia parroquia templo ~ ermita | church parish ~ temple
párroco cura sacerdote | priest parson vicar
policía guardia agente | police officer ~ constable
bombero | firefighter fireman
ejército militar | army military
asociación agrupación comunidad ~ federación | association community ~ federation
comunidad_de_regantes regantes | irrigators irrigation_community
sindicato | union trade_union
partido | party
piscina | swimming_pool pool
polideportivo centro_deportivo pabellón | sports_centre sports_hall
biblioteca | library
museo | museum
aeropuerto | airport
estación | station
viajero pasajero | passenger traveller
`;
