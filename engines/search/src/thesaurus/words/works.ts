/** Construction, engineering, materials, goods, transport, measures. The notation is explained in `../read-groups.ts`. */
export const worksWords = `
obra trabajo construcción ~ edificación proyecto | works work construction ~ building project
construir edificar levantar ejecutar ~ hacer erigir | build construct erect ~ make
construcción edificación ~ obra | construction building
ejecutar realizar hacer llevar_a_cabo efectuar ~ terminar cumplir construir | execute perform carry_out do ~ complete implement
ejecutado hecho realizado terminado acabado construido completado ~ avance | done completed finished executed built ~ progress
avance progreso adelanto ~ grado_de_ejecución ejecutado | progress advance ~ completion
terminar acabar finalizar concluir completar ~ cesar rematar | finish complete end conclude ~ close
terminación finalización conclusión fin final ~ término remate | completion end finish conclusion
empezar comenzar iniciar arrancar ~ emprender abrir principiar | begin start commence ~ open launch
comienzo inicio principio arranque ~ apertura | start beginning commencement ~ outset
parar paralizar detener suspender interrumpir ~ cesar | stop halt suspend interrupt ~ cease pause
paralización parada suspensión interrupción ~ cese | suspension stoppage halt interruption ~ standstill
reanudar continuar reemprender ~ seguir | resume restart continue
continuar seguir proseguir | continue go_on proceed carry_on
repetir volver_a_hacer rehacer reiterar ~ repetición | repeat redo do_again ~ retest re-test second
prueba ensayo test ~ examen comprobación análisis | test trial ~ check examination
probar ensayar testar ~ comprobar someter_a_prueba | test try ~ check
pasar_la_prueba superar_la_prueba aprobar superar pasar | pass
superar pasar aprobar ~ exceder | pass ~ exceed
fallar fracasar no_superar suspender | fail not_pass
comprobar verificar revisar examinar inspeccionar ~ controlar | check verify inspect examine ~ review
inspección revisión comprobación verificación ~ control reconocimiento | inspection check verification review ~ survey
inspeccionar revisar examinar reconocer | inspect check examine survey
inspector revisor ~ supervisor | inspector ~ surveyor
supervisar vigilar controlar ~ dirigir | supervise oversee monitor ~ watch
supervisor encargado vigilante ~ capataz jefe | supervisor overseer foreman ~ manager
reparar arreglar subsanar corregir ~ reponer restaurar | repair fix mend remedy ~ correct restore put_right
reparación arreglo subsanación ~ restauración reposición | repair remedy ~ restoration
sustituir reemplazar cambiar reponer | replace substitute change
instalar montar colocar ~ poner tender | install fit lay mount ~ place put
montaje instalación colocación | installation assembly laying
demoler derribar ~ destruir | demolish pull_down ~ destroy
derrumbe colapso hundimiento desplome ~ caída | collapse falling_down fall_down ~ cave-in
derrumbarse hundirse caerse desplomarse colapsar venirse_abajo | collapse fall_down cave_in give_way ~ fall
hundirse asentarse descender bajar ~ asiento descenso caer | settle sink subside go_down ~ settlement fall move
asiento hundimiento descenso asentamiento ~ movimiento subsidencia | settlement subsidence sinking ~ movement
caer caerse ~ desplomarse precipitarse | fall drop ~ tumble
caída ~ desplome descenso | fall drop
puente viaducto pasarela | bridge viaduct footbridge
pila pilar columna ~ apoyo estribo | pier pillar column ~ support
pilote pilotaje ~ micropilote cimentación | pile ~ micropile piling
estribo | abutment
tablero losa ~ calzada | deck slab
viga dovela jácena | beam girder
cimiento cimentación ~ zapata base pilote | foundation footing ~ base
recalzar recalce ~ reforzar | underpin underpinning
refuerzo ~ recalce | reinforcement strengthening ~ underpinning
reforzar ~ recalzar consolidar | reinforce strengthen ~ underpin
hormigón ~ cemento | concrete ~ cement
hormigonar verter_hormigón ~ fraguar | pour_concrete cast
acero ~ hierro metal | steel ~ iron
armadura ferralla ~ acero | reinforcement rebar
encofrado ~ molde | formwork shuttering
cimbra andamio ~ apeo | falsework scaffolding centering
andamio | scaffold scaffolding
grúa | crane
excavar cavar ~ perforar desmontar | dig excavate ~ drill
excavación zanja ~ desmonte cimientos | excavation digging ~ trench
zanja | trench ditch
perforar taladrar sondear | drill bore
sondeo cata perforación | borehole drilling
roca piedra | rock stone
tierra suelo terreno | soil ground earth land
tubería conducción tubo cañería ~ conducto colector | pipe pipeline tubing ~ conduit main
junta unión ~ empalme | joint ~ seal coupling
válvula llave_de_paso | valve
bomba | pump
depósito embalse tanque ~ aljibe | reservoir tank ~ deposit
agua_potable abastecimiento_de_agua | drinking_water water_supply mains_water
fuga escape pérdida_de_agua | leak leakage
vertido derrame ~ contaminación | spill discharge dumping ~ pollution
verter derramar ensuciar ~ contaminar | spill discharge dump ~ pollute
ensuciar manchar contaminar ~ verter vertido | dirty pollute contaminate soil
contaminación polución ~ vertido | pollution contamination
presión ~ bares | pressure ~ bar
carretera vía camino ~ calzada autovía | road highway ~ way street
calle vía avenida paseo | street avenue road ~ lane
acceso entrada ~ paso | access entrance entry
barrio zona vecindario distrito ~ sector área | district neighbourhood area quarter ~ zone
zona área sector ~ región barrio | zone area sector ~ region
corte interrupción ~ apagón | cut outage interruption
cortar interrumpir quedarse_sin dejar_sin ~ suspender | cut cut_off interrupt
quedarse_sin_agua quedar_sin_agua dejar_sin_agua estar_sin_agua ~ corte_de_agua corte_del_suministro cortará_el_agua cortar_el_agua | without_water water_cut ~ cut_off_the_water
afectar ~ perjudicar implicar | affect ~ concern impact
afectado perjudicado ~ damnificado | affected ~ concerned
plano dibujo croquis ~ diseño | drawing plan ~ design
diseñar proyectar ~ dibujar redactar trazar | design draw_up ~ plan draft
diseño proyecto ~ plano | design project ~ plan
proyecto plan ~ obra | project plan ~ scheme
arquitecto proyectista | architect designer
ingeniero ~ técnico | engineer
director_de_obra dirección_facultativa director_facultativo directora_de_las_obras dirige_las_obras responsable_técnico | site_manager works_manager engineer_in_charge
maquinaria máquina equipo ~ aparato | machinery machine equipment plant ~ device
herramienta útil utensilio | tool
vehículo coche camión automóvil ~ furgoneta dumper | vehicle car truck lorry ~ van dumper
conducir manejar pilotar ~ al_volante | drive at_the_wheel behind_the_wheel ~ steer
conductor chófer | driver
atropellar pasar_por_encima arrollar | run_over drive_over went_over go_over knock_down
camión | truck lorry
barco buque nave ~ navío embarcación | ship vessel boat
capitán patrón | captain skipper
puerto | port harbour
estibador | docker stevedore
envío remesa partida expedición lote ~ cargamento consignación | consignment shipment batch ~ lot cargo delivery
lote partida ~ remesa | lot batch ~ consignment
remesa partida envío | batch consignment shipment
mercancía género producto ~ carga artículo | goods merchandise product ~ cargo article item
carga cargamento ~ peso | load cargo freight
transporte porte ~ flete acarreo | transport haulage carriage shipping
transportar llevar acarrear trasladar ~ conducir | transport carry haul convey ~ move
transportista ~ porteador | carrier haulier ~ forwarder forwarding_agent
llegar arribar ~ venir entrar aparecer presentarse | arrive reach turn_up show_up come ~ get_to get_here
llegada arribo | arrival
salir partir marcharse ~ abandonar | leave depart go_out
salida partida | departure exit
enviar mandar remitir expedir ~ despachar | send dispatch ship forward ~ mail
recibir recoger obtener ~ acoger | receive get ~ obtain
recoger retirar ~ reunir | collect pick_up ~ gather
almacén depósito nave | warehouse store storage
almacenar guardar depositar ~ custodiar | store keep ~ deposit
guardar custodiar conservar almacenar ~ archivar | keep store safeguard hold ~ file
peso ~ masa kilos | weight ~ mass
pesar | weigh
longitud largo ~ extensión | length ~ long
largo extenso | long lengthy
corto breve ~ insuficiente | short brief
ancho anchura | width wide breadth
alto altura ~ elevación | height high tall
profundidad hondo fondo profundo | depth deep
superficie área extensión ~ metros_cuadrados | surface area ~ extent
diámetro ~ grosor | diameter
velocidad rapidez | speed velocity
temperatura ~ grados | temperature ~ degrees
lluvia precipitación pluviometría ~ aguacero tormenta | rain rainfall precipitation ~ storm
llover | rain
crecida riada inundación avenida desbordamiento | flood flooding ~ spate
viento ~ vendaval | wind ~ gale
nieve nevada | snow snowfall
huelga paro ~ protesta | strike industrial_action walkout
incendio fuego | fire blaze
luz alumbrado iluminación ~ electricidad | light lighting illumination ~ electricity
electricidad corriente energía_eléctrica ~ luz | electricity power ~ current
barandilla pretil baranda ~ valla | railing handrail parapet ~ guardrail
pintar ~ colorear | paint ~ colour
color tono ~ pintura | colour color ~ paint shade
madera | wood timber
muro pared tapia | wall
techo tejado cubierta | roof ceiling
puerta ~ portón acceso | door gate
llave | key
ventana | window
escalera escalones | ladder stairs staircase
molino | mill
yacimiento restos ruinas ~ hallazgo vestigios | remains ruins ~ site find
hallar encontrar descubrir aparecer ~ localizar | find discover ~ locate come_across
hallazgo descubrimiento ~ restos | find discovery finding
datar fechar ~ época siglo | date ~ era century
calidad ~ categoría | quality grade
medir ~ calcular | measure ~ gauge
medición medida mensura | measurement ~ quantity
residuo desecho basura ~ escombro desperdicio | waste rubbish refuse garbage ~ debris
ruido sonido ~ decibelios | noise sound
polvo | dust
valla cerca vallado | fence
parque jardín | park garden
plantar plantación | plant planting
`;
