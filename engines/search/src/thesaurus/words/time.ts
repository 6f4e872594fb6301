/** Time, order, quantity and change over time. The notation is explained in `../read-groups.ts`. */
export const timeWords = `
plazo término ~ fecha_límite periodo tiempo duración | deadline term time_limit ~ period due_date time
fecha_límite fecha_tope plazo_máximo plazo a_más_tardar como_tarde ~ vencimiento | deadline due_date at_the_latest no_later_than ~ cut-off
plazo_de_entrega fecha_de_entrega entregarse_terminadas entregar ~ entrega | delivery_date delivery_time ~ delivery
fecha día ~ data jornada | date day
día jornada fecha | day
mes ~ mensualidad | month
año ejercicio ~ anualidad | year
semana | week
hora | hour ~ time
minuto | minute
trimestre | quarter
siglo ~ época centuria | century ~ era
época era periodo tiempo ~ siglo edad | era period age epoch ~ century time
periodo lapso intervalo ~ plazo | period span interval ~ term
duración ~ plazo tiempo | duration length term ~ time
durar prolongarse ~ tardar | last ~ take go_on
tardar demorar retrasarse | take_long delay
tarde retrasado con_retraso ~ demora fuera_de_plazo | late behind_schedule overdue delayed ~ delay not_on_time fails_to_complete_on_time
acabar_tarde terminar_tarde retrasarse_en_la_entrega entregar_tarde no_acabar_a_tiempo | finish_late finishes_late complete_late fail_to_complete_on_time fails_to_complete_on_time
retraso demora tardanza atraso ~ aplazamiento | delay lateness ~ postponement hold-up
retrasar demorar atrasar ~ aplazar posponer | delay hold_up put_off ~ postpone
aplazar posponer diferir ~ retrasar | postpone defer put_off
temprano pronto ~ antes | early soon
puntual a_tiempo | punctual on_time
inmediato urgente ~ rápido | immediate urgent prompt
rápido veloz ~ pronto | fast quick rapid
lento despacio | slow
actual presente vigente ~ ahora | current present ~ now
actualmente ahora hoy_en_día ~ ya | currently now nowadays today ~ presently
anterior previo precedente ~ pasado | previous prior former earlier ~ past preceding
siguiente posterior próximo ~ sucesivo | next following subsequent ~ later
último final postrero ~ reciente | last final ~ latest
primero inicial ~ primer | first initial
segundo | second
tercero ~ tercer | third
cuarto | fourth
nuevo ~ reciente actualizado | new ~ recent updated
reciente último nuevo | recent latest new
antiguo viejo ~ anterior | old ancient former
esperar prever ~ aguardar | expect await foresee ~ wait think
prever estimar pronosticar ~ calcular suponer | foresee forecast expect ~ anticipate
previsto estimado programado esperado | expected planned scheduled ~ estimated due
programa calendario cronograma planificación ~ plan | programme schedule timetable ~ plan
empezar_a_partir_de desde_el | from as_from starting
frecuencia periodicidad | frequency
cada_vez siempre_que | every_time whenever each_time
reunión sesión junta ~ asamblea encuentro convocatoria | meeting session ~ assembly
reunirse juntarse celebrar_sesión | meet gather convene
asistir acudir concurrir ~ participar presentarse | attend be_present ~ participate
asistente presente concurrente ~ participante | attendee present ~ participant
acta minuta ~ registro | minutes record ~ report
cita convocatoria | appointment
convocar citar llamar | convene summon call
turno | shift turn
festivo vacaciones feriado | holiday vacation
hábil laborable | working business
natural | calendar
noche nocturno | night
mañana | morning tomorrow
tarde | afternoon evening
verano estío | summer
otoño otoñal | autumn fall
invierno | winter
primavera | spring
enero | january
febrero | february
marzo | march
abril | april
junio | june
julio | july
agosto | august
septiembre setiembre | september
octubre | october
noviembre | november
diciembre | december
lunes | monday
martes | tuesday
miércoles | wednesday
jueves | thursday
viernes | friday
sábado | saturday
domingo | sunday
acumulado total_hasta_ahora hasta_la_fecha a_origen | so_far to_date cumulative accumulated ~ until_now by_the_end
caducar expirar | expire
nacer nacimiento | born birth
morir fallecer ~ muerte | die pass_away ~ death
muerte fallecimiento defunción | death decease
histórico ~ antiguo | historic historical
medio promedio media | average mean
máximo tope límite ~ techo | maximum limit cap ceiling ~ top
mínimo ~ suelo | minimum ~ least
límite tope máximo | limit cap ceiling ~ maximum
exceder superar rebasar sobrepasar ~ pasar | exceed surpass go_over ~ beat
alcanzar llegar_a lograr | reach attain achieve
menor inferior menos | less lower under smaller
mayor superior más ~ más_grande | greater higher larger over ~ bigger
`;
