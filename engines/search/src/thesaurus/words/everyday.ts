/** Everyday verbs, adjectives and nouns of questions. The notation is explained in `../read-groups.ts`. */
export const everydayWords = `
hacer realizar ~ fabricar crear elaborar | do make ~ perform create
causar provocar ocasionar originar producir ~ motivar generar deberse | cause provoke bring_about ~ produce lead_to
causa motivo razón ~ origen explicación | cause reason motive ~ origin ground
motivo razón causa ~ porqué | reason motive cause ~ ground
consecuencia resultado efecto ~ repercusión | consequence result effect outcome
resultado conclusión ~ efecto | result outcome finding ~ conclusion
ocurrir suceder pasar acontecer ~ acaecer | happen occur take_place
hecho suceso acontecimiento ~ evento | event fact occurrence ~ incident
usar utilizar emplear ~ aprovechar | use employ utilise
uso utilización empleo ~ aplicación | use usage ~ application
necesitar requerir precisar ~ hacer_falta | need require
necesario preciso imprescindible ~ obligatorio | necessary needed essential ~ required
obligatorio preceptivo forzoso ~ necesario | compulsory mandatory obligatory ~ required
querer desear ~ pretender | want wish desire
intentar tratar_de procurar ~ pretender | try attempt
conseguir lograr obtener ~ alcanzar | achieve get obtain ~ manage
obtener conseguir lograr ~ sacar | obtain get ~ achieve
dar entregar conceder ~ ofrecer | give hand grant ~ offer
ofrecer brindar ~ proponer | offer ~ propose
quitar eliminar retirar suprimir ~ sacar | remove take_away eliminate ~ withdraw
retirar quitar llevarse | remove withdraw take_away
añadir agregar sumar incorporar ~ incluir | add ~ include
incluir comprender abarcar contener ~ constar | include comprise contain ~ cover
contener tener ~ incluir | contain hold ~ include
mostrar enseñar indicar ~ presentar reflejar | show ~ display indicate
indicar señalar ~ mostrar especificar | indicate state point_out ~ specify
decir afirmar manifestar declarar ~ señalar exponer | say state declare ~ assert tell
explicar aclarar ~ exponer detallar | explain clarify ~ account
preguntar consultar | ask inquire
responder contestar ~ replicar | answer reply respond
responder_de hacerse_cargo asumir ~ responsable | be_liable answer_for assume ~ bear
asumir soportar correr_con hacerse_cargo ~ aceptar | bear assume take_on ~ undertake
contestación respuesta | answer reply response
pensar creer opinar considerar ~ estimar juzgar | think believe consider ~ deem judge expect
opinión parecer criterio ~ juicio | opinion view ~ judgment
saber conocer | know
conocer saber | know
ver observar mirar | see observe ~ look watch
vigilar custodiar ~ guardar | watch guard monitor ~ keep
buscar ~ localizar | look_for seek search
perder extraviar | lose
poner colocar situar ~ instalar | put place set ~ lay
mover trasladar desplazar | move shift ~ transfer
abrir inaugurar | open ~ inaugurate
cerrar clausurar | close shut
subir elevar ascender ~ aumentar | rise go_up raise climb
bajar descender disminuir ~ reducir | go_down fall drop lower ~ descend
crear fundar establecer constituir ~ instituir | create found establish set_up ~ constitute
fundación creación constitución establecimiento | foundation creation establishment
establecer fijar determinar ~ definir estipular | establish set fix ~ determine
fijar establecer señalar ~ determinar | set fix ~ determine
elegir escoger seleccionar | choose select pick ~ elect
ganar vencer | win defeat beat
vencer derrotar | defeat beat
ayudar auxiliar asistir colaborar ~ apoyar | help assist aid ~ support
ayuda asistencia auxilio ~ apoyo | help assistance aid ~ support
apoyar respaldar ~ sostener | support back ~ endorse
corresponder pertenecer ~ tocar | belong correspond
relación vínculo ~ lazo | relation link relationship ~ tie
diferencia discrepancia ~ distinción | difference discrepancy
igual idéntico mismo ~ equivalente | equal same identical ~ equivalent
distinto diferente | different distinct
parecido similar semejante ~ análogo | similar alike
grande ~ enorme amplio | big large great ~ huge
pequeño ~ reducido menor | small little ~ minor
importante relevante principal ~ esencial | important main significant ~ relevant
principal fundamental ~ primero mayor | main principal chief ~ primary
bueno ~ adecuado | good ~ suitable
malo ~ deficiente | bad poor ~ faulty
mejor superior | better best
peor | worse worst
adecuado apropiado idóneo ~ conveniente | suitable appropriate adequate ~ fit
suficiente bastante | enough sufficient
insuficiente escaso ~ corto | insufficient short scarce ~ inadequate
correcto exacto ~ debido | correct right exact ~ proper
error equivocación fallo ~ falta | error mistake ~ fault
equivocado erróneo incorrecto | wrong incorrect mistaken
verdadero cierto real | true real ~ actual
falso | false
lista listado relación ~ enumeración | list ~ enumeration
tipo clase modalidad ~ género categoría | type kind sort class ~ category
forma manera modo ~ método | form way manner ~ method
método procedimiento sistema ~ técnica | method procedure system ~ technique
objetivo fin meta propósito finalidad | objective goal aim purpose ~ target
medida actuación acción ~ disposición | measure action step
problema dificultad inconveniente ~ preocupación | problem difficulty issue ~ trouble
preocupar inquietar ~ preocupación | worry concern
solución remedio ~ arreglo | solution remedy ~ fix
grave serio ~ importante | serious severe grave
culpa responsabilidad | fault blame
sospechar ~ creer temer | suspect ~ fear
quejarse reclamar protestar ~ lamentar | complain protest ~ claim
queja reclamación protesta ~ denuncia | complaint ~ claim protest
molestia incomodidad ~ queja | nuisance inconvenience ~ disturbance
secreto oculto | secret hidden
público ~ municipal oficial | public ~ official
privado particular | private ~ particular
nacional estatal | national state
extranjero exterior ~ internacional | foreign abroad ~ international
mundo mundial | world global worldwide
país nación | country nation
estado | state
región comarca provincia ~ zona | region area ~ province county
guerra conflicto ~ batalla | war ~ battle conflict
batalla combate ~ lucha | battle fight combat
paz | peace
rey monarca ~ soberano | king monarch ~ ruler
reina | queen
película filme ~ cine | film movie
libro obra ~ volumen | book ~ work volume
canción tema | song ~ track
música musical | music musical
juego partido ~ encuentro | game match
jugador | player
equipo ~ grupo conjunto | team ~ group squad
campeón ganador vencedor | champion winner
premio galardón | prize award
arte | art
idioma lengua ~ habla | language tongue
palabra término vocablo ~ voz | word term
significar querer_decir ~ entenderse definirse | mean signify stand_for ~ denote
significado sentido ~ definición | meaning sense ~ definition
definición significado ~ concepto | definition meaning ~ concept
ejemplo muestra ~ caso | example instance ~ sample
número cifra ~ cantidad | number figure ~ quantity
código clave ~ signatura | code key ~ reference
referencia signatura ~ código número | reference ~ code number
verde | green
rojo | red
azul | blue
blanco | white
negro | black
amarillo | yellow
gris | grey gray
caja_fuerte | safe strongbox
caseta barraca | hut site_office cabin
plaza | square
mercado | market
tienda comercio | shop store
fuera exterior | outside out
dentro interior | inside within
cerca próximo cercano | near close ~ nearby
lejos lejano distante | far distant
norte septentrional | north northern
sur meridional | south southern
este oriental | east eastern
oeste occidental | west western
izquierda | left
derecha | right
vida | life
ciencia científico | science scientific
técnica tecnología | technology technique
ordenador computadora informático | computer
programa aplicación software | program software application
red | network
dato información ~ cifra | data information ~ figure
regla norma ~ principio | rule norm ~ principle
estudio investigación ~ análisis | study research investigation ~ survey
investigar estudiar ~ indagar | investigate research study ~ inquire
analizar estudiar examinar | analyse examine study
análisis estudio ~ examen | analysis study ~ examination
detener arrestar | arrest detain
cárcel prisión | prison jail
delito crimen ~ infracción | crime offence ~ felony
robar hurtar sustraer ~ robo | steal rob ~ theft
robo hurto ~ atraco | theft robbery burglary
matar asesinar | kill murder
arma | weapon arm
accionar activar poner_en_marcha | activate trigger switch_on
apagar desconectar | switch_off turn_off
encender conectar | switch_on turn_on
conectar enlazar unir ~ conexión | connect join link
unir juntar enlazar | join unite ~ merge
separar dividir apartar | separate divide split
dividir repartir partir ~ separar | divide split share
repartir distribuir ~ asignar | distribute share ~ allocate
rodear cercar | surround
cubrir tapar | cover
vaciar achicar | empty drain pump_out
llenar | fill
`;
