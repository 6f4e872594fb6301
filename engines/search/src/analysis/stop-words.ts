// Function words of both languages in folded form. One list for every text: a question's language is not always known, and a word that is
// empty in one language is seldom worth its postings in a collection of both. Words that carry meaning in the other language are left out
// of the list where that language needs them more (`son`, `sin`, `once`, `red` stay or go by the note at the end).

const spanish = `
a al algo algun alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquello aquellos aqui asi aun aunque bajo bien
cada como con contra cual cuales cualquier cualquiera cuando cuanta cuantas cuanto cuantos cuya cuyas cuyo cuyos
da dan de debe deben deberia deberian del desde despues dicha dichas dicho dichos donde dos durante
e el ella ellas ello ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estaban estado estan estar estas este esto
estos estoy estuvo estuvieron etc existe existen fue fueron fuera ha haber habia habian habra hace hacen hacer hacia han has hasta hay haya
hayan he hemos hizo hubo incluso ir la las le les lo los luego mas me mediante menos mi mia mientras mio mis misma mismas mismo mismos mucha
muchas mucho muchos muy nada ni ningun ninguna ninguno no nos nosotras nosotros nuestra nuestras nuestro nuestros nunca o os otra otras otro
otros para pero poca pocas poco pocos podia podian podra podria podrian por porque pudo pueda pueden puede pues que quien quienes quiere
se sea sean segun ser sera seran si sido siempre siendo sin sino so sobre sois solamente solo somos son soy su sus suya suyas suyo suyos tal
tales tambien tampoco tan tanta tantas tanto tantos te tenemos tener tengo tenia tenian ti tiene tienen toda todas todavia todo todos tras tu
tus tuvo tuvieron u un una unas uno unos usted ustedes va van varias varios vez veces vosotros vuestra vuestro y ya yo
`;

const english = `
a about above after again against all also although am among an and another any are aren as at be became because been before being below
between both but by can cannot could couldn did didn do does doesn doing don down during each either else ever every few for from further
had hadn has hasn have haven having he her here hers herself him himself his how however i if in into is isn it its itself just
let ll many may me might more most much must my myself nor not now of off often on only onto or other others ought our ours ourselves
out over own per quite rather re same shall she should shouldn since so some such than that the their theirs them themselves then there
these they this those though through thus to too toward towards under until up upon us ve very was wasn we were weren what whatever when
whenever where whether which while who whom whose why will with within without won would wouldn yet you your yours yourself yourselves
`;

const words = new Set(`${spanish} ${english}`.split(/\s+/).filter((word) => word !== ''));

/** Whether a folded word is a function word of Spanish or English, and so is not indexed. */
export function isStopWord(folded: string): boolean {
  return words.has(folded);
}
