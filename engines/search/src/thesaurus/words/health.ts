/** Health, safety, environment, food. The notation is explained in `../read-groups.ts`. */
export const healthWords = `
médico doctor facultativo ~ galeno | doctor physician ~ medic
enfermero | nurse
enfermedad dolencia patología ~ afección mal | illness disease sickness ~ ailment condition
enfermo paciente ~ malo | patient ill sick
paciente enfermo | patient
hospital clínica ~ centro_de_salud sanatorio | hospital clinic ~ health_centre
centro_de_salud ambulatorio consultorio ~ hospital | health_centre clinic surgery
urgencias emergencia urgencia | emergency ~ urgent
ambulancia | ambulance
tratamiento terapia ~ cura | treatment therapy ~ cure
curar sanar tratar | cure heal treat
medicamento medicina fármaco ~ remedio | medicine drug medication
dosis toma | dose dosage
vacuna vacunación | vaccine vaccination
síntoma signo ~ señal | symptom sign
diagnóstico ~ dictamen | diagnosis
operación intervención cirugía | operation surgery
dolor molestia | pain ache
fiebre temperatura | fever
sangre hemorragia | blood bleeding
corazón cardíaco | heart cardiac
herida lesión ~ corte fractura | wound injury ~ cut fracture
herido lesionado accidentado | injured hurt wounded ~ casualty
lesionarse herirse hacerse_daño fracturarse ~ romperse accidentarse | injure hurt ~ break
fractura rotura ~ lesión | fracture break
accidente siniestro percance ~ incidente caída | accident ~ incident mishap
salud sanidad ~ bienestar | health ~ wellbeing
sanitario | sanitary health
seguridad protección prevención ~ salvaguarda | safety security protection ~ prevention
seguro a_salvo ~ protegido | safe secure
peligro riesgo amenaza | danger risk hazard threat
peligroso arriesgado ~ nocivo | dangerous hazardous risky unsafe
proteger resguardar ~ defender | protect ~ guard defend
equipo_de_protección_individual epi casco guantes ~ chaleco | protective_equipment ppe helmet gloves
casco | helmet hard_hat
prevenir evitar ~ impedir | prevent avoid
evacuar desalojar | evacuate
evacuación desalojo | evacuation
punto_de_reunión punto_de_encuentro | assembly_point meeting_point
rescate salvamento | rescue
botiquín primeros_auxilios | first_aid first_aid_kit
discapacidad minusvalía ~ incapacidad | disability ~ incapacity
baja incapacidad_temporal | sick_leave
embarazo gestación | pregnancy
alimento comida ~ alimentación | food ~ meal
comer alimentarse | eat ~ feed
beber | drink
agua | water
río cauce ~ arroyo ribera corriente | river stream ~ riverbed watercourse
cauce lecho ~ río | riverbed ~ river
orilla ribera margen | bank shore riverside
pez pescado trucha ~ freza | fish trout
freza desove ~ trucha | spawning
animal fauna ~ ganado | animal wildlife ~ cattle
ave pájaro cigüeña | bird stork
nido | nest
árbol ~ arboleda chopo | tree
bosque monte | forest wood
cosecha cultivo huerta ~ huerto fruta | crop harvest orchard ~ field fruit
huerta huerto finca ~ cultivo | orchard garden ~ farm plot
riego ~ regar acequia | irrigation ~ watering
regar ~ riego | water irrigate
acequia canal | ditch canal channel
agricultor labrador regante ~ campesino | farmer grower ~ irrigator
medio_ambiente ambiental ecología | environment environmental ecology
clima tiempo ~ meteorología | climate weather
lavar limpiar ~ fregar | wash clean
limpio claro | clean clear
sucio turbio ~ contaminado | dirty cloudy ~ polluted
`;
