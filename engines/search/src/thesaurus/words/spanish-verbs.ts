/** Forms of Spanish verbs that no rule gives; the infinitive first. Regular forms come from `../spanish-forms.ts`. */
export const irregularSpanishVerbs = `
hacer hace hacen hizo hicieron hecho hecha hechos hechas hará harán haga hicieran haría
rehacer rehace rehizo rehecho rehaga
decir dice dicen dijo dijeron dicho dirá diga
poner pone ponen puso pusieron puesto puesta pondrá ponga
proponer propone proponen propuso propusieron propuesto propuesta propondrá
imponer impone imponen impuso impusieron impuesto impuesta impondrá
exponer expone expuso expuesto
disponer dispone disponen dispuso dispuesto dispondrá
reponer repone repuso repuesto
suponer supone supuso supuesto
ver ve ven vio vieron visto vista verá
prever prevé prevén previó previeron previsto prevista
venir viene vienen vino vinieron vendrá venga
convenir conviene convino convenido
provenir proviene provino
intervenir interviene intervino
obtener obtiene obtienen obtuvo obtuvieron obtendrá
mantener mantiene mantienen mantuvo mantendrá
contener contiene contienen contuvo
retener retiene retienen retuvo retendrá
detener detiene detienen detuvo detuvieron
sostener sostiene sostuvo
abrir abre abrió abierto abierta
cubrir cubre cubrió cubierto cubierta
descubrir descubre descubrió descubrieron descubierto
escribir escribe escribió escrito escrita
suscribir suscribe suscribió suscrito suscrita
inscribir inscribe inscribió inscrito inscrita
romper rompe rompió rompieron roto rota
morir muere mueren murió murieron muerto muerta
volver vuelve volvió volvieron vuelto
devolver devuelve devuelven devolvió devuelto devolverá
resolver resuelve resolvió resuelto resuelta
caer cae caen cayó cayeron caído caída caerá caiga
incluir incluye incluyen incluyó incluyeron incluido
excluir excluye excluyen excluyó excluyeron excluido
construir construye construyen construyó construyeron construido
constituir constituye constituyó constituido
sustituir sustituye sustituyen sustituyó sustituido
destruir destruye destruyó destruido
distribuir distribuye distribuyó distribuido
concluir concluye concluyó concluido
huir huye huyó
pedir pide piden pidió pidieron pedido pida
medir mide miden midió medido
repetir repite repiten repitió repetido repita repetirá
exigir exige exigen exigió exija
corregir corrige corrigió
elegir elige eligió eligieron elegido electo
dirigir dirige dirigen dirigió dirija
seguir sigue siguen siguió siguieron
conseguir consigue consiguió
perseguir persigue persiguió
servir sirve sirven sirvió
despedir despide despidió
impedir impide impiden impidió impedido
rescindir rescinde rescindió
empezar empieza empiezan empezó empezaron empiece
comenzar comienza comienzan comenzó comenzaron comience
cerrar cierra cierran cerró cerrado
entender entiende entienden entendió entendido
perder pierde pierden perdió perdieron
defender defiende defendió
encender enciende
pensar piensa piensan pensó
calentar calienta
gobernar gobierna gobernó
recomendar recomienda recomendó
regar riega riegan regó
negar niega negó
denegar deniega denegó denegado
quebrar quiebra quebró
acertar acierta
contar cuenta cuentan contó contaron
encontrar encuentra encuentran encontró encontraron
mostrar muestra muestran mostró mostraron
demostrar demuestra demostró
costar cuesta cuestan costó costaron costará
probar prueba prueban probó probaron pruebe
aprobar aprueba aprueban aprobó aprobaron
comprobar comprueba comprobó
acordar acuerda acuerdan acordó acordaron
colgar cuelga
llover llueve llovió
mover mueve mueven movió
doler duele
soler suele suelen
volar vuela
colocar coloca colocó coloque
jugar juega juegan jugó
adquirir adquiere adquirió adquieren
saber sabe supo sepa
caber cabe cupo
conducir conduce condujo condujeron
reducir reduce reducen redujo redujeron reduzca
producir produce producen produjo produjeron
traducir traduce tradujo
introducir introduce introdujo
conocer conoce conocen conoció conozca
nacer nace nació nacieron nacido
ofrecer ofrece ofrecen ofreció
establecer establece establecieron establezca
pertenecer pertenece
fallecer fallece falleció fallecido
padecer padece
aparecer aparece aparecieron apareció aparecido
vencer vence vencen venció venza
ejercer ejerce
pagar paga pagan pagó pagaron pague paguen pagará pagado pagada
llegar llega llegan llegó llegaron llegue
entregar entrega entregan entregó entregue
cargar carga cargó
encargar encarga encargó encargue
otorgar otorga otorgó otorgue
adjudicar adjudica adjudicó adjudique
publicar publica publicó publique
notificar notifica notificó notifique
modificar modifica modificó modifique
justificar justifica justificó justifique
rectificar rectifica rectificó
buscar busca buscó
sacar saca sacó
atacar ataca atacó
tocar toca tocó
realizar realiza realizó realice
autorizar autoriza autorizó autorice
utilizar utiliza utilizó
finalizar finaliza finalizó finalice
garantizar garantiza garantizó
indemnizar indemniza indemnizó
penalizar penaliza penalizó
alcanzar alcanza alcanzó
coger coge cogió
recoger recoge recogió
proteger protege protegió
dar dio dieron dado dada
salir sale salen salió salga saldrá
valer vale valen valió valdrá
oír oye oyó oído
traer trae trajo traído
extraer extrae extrajo
leer lee leyó leído
creer cree creen creyó creído
poseer posee poseyó
andar anduvo
dormir duerme durmió
sentir siente sintió
preferir prefiere prefirió
referir refiere refirió
transferir transfiere transfirió
advertir advierte advirtió
invertir invierte invirtió
convertir convierte convirtió
herir hiere hirió
`;
