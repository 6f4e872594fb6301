import type { Expectation, Language } from '../contract.ts';

/** First rule that matches decides. Patterns run on the question in lower case without accents and opening marks. */
export type ExpectationRule = readonly [expects: Expectation, pattern: RegExp];

const spanish: readonly ExpectationRule[] = [
  [
    'deadline',
    /\b(?:hasta cuando|fecha limite|fecha tope|cuando (?:vence|vencen|vencio|vencera|caduca|expira|termina el plazo)|(?:que|cual(?:es)?) (?:es |son |era |fue )?(?:el |los )?plazos?|plazo (?:de|para|maximo|maxima)|vencimiento)\b/,
  ],
  [
    'percentage',
    /\b(?:que|cual es el|cual fue el|cual era el) (?:porcentaje|porciento|proporcion|tasa|tipo de interes)|\bporcentaje\b|\b(?:que|tanto) por ciento\b|\bque interes(?:es)? (?:se |le |les |nos )?(?:paga|pagan|cobra|cobran|devenga|devengan|aplica|aplican|genera|generan)\b/,
  ],
  [
    'duration',
    /\b(?:cuanto tiempo|(?:por|durante|en) cuant[oa]s (?:dias|meses|anos|semanas|horas|minutos)|cuant[oa]s (?:dias|meses|anos|semanas|horas|minutos)|cuanto (?:dura|duro|tarda|tardo|demora)|(?:cual|que) (?:es |fue |era )?(?:la )?(?:duracion|vigencia))\b/,
  ],
  [
    'amount',
    /\b(?:cuanto (?:cuesta|cuestan|costo|costaba|vale|valia|pago|paga|pagan|pagaron|cobra|dinero|gasto|gana|gano|(?:nos |les? )?(?:piden?|pidio|pidieron|reclaman?|reclamo|reclamaron|exigen?|ofrecen?|ofrecio|deben?)|se (?:paga|pago|debe|gasto|adeuda|ha (?:pagado|gastado|cobrado))|(?:ha|han|hemos) (?:pagado|gastado|cobrado))|que (?:multa|multas|sancion|penalidad|penalizacion|indemnizacion|tarifa|cuota|sueldo|salario)|(?:cual|que) (?:es|fue|era|sera) (?:el|la) (?:monto|importe|precio|coste|costo|valor|presupuesto|cuantia|suma|tarifa|cuota|multa|penalidad|garantia|anticipo|total)|(?:por|de) (?:que|cuanto) (?:monto|importe|valor|precio)|(?:a cuanto asciende|a cuanto ascendio|que (?:monto|importe|precio|cantidad de dinero)))\b/,
  ],
  [
    'date',
    /\b(?:cuando|(?:en|desde|de|a|para|hasta) que (?:ano|fecha|dia|mes|siglo|decada|epoca|periodo)|que (?:ano|fecha|dia|mes|siglo|decada)|cual (?:es|fue|era|sera) (?:la fecha|el ano|el dia)|fecha de|a partir de que)\b/,
  ],
  [
    'identifier',
    /\b(?:(?:que|cual es el|cual era el|cual es la|cual fue el) (?:codigo|referencia|expediente|matricula|nif|cif|rif|nit|ruc|dni|cedula|iban|telefono|correo|email|folio|(?:numero|n) de (?:contrato|expediente|factura|cuenta|telefono|registro|pedido|orden|poliza|serie|cedula|referencia|licitacion|proceso|licencia))|numero de (?:contrato|expediente|factura|cuenta|telefono|registro|pedido|orden|poliza|serie|cedula|licitacion))\b/,
  ],
  [
    'number',
    /\b(?:cuant[oa]s?|que (?:cantidad|numero de|tan)|cual (?:es|fue|era) (?:el numero de|la cantidad|la poblacion|la superficie|el tamano|la altura|la longitud|la distancia|la temperatura|la velocidad)|a que (?:altura|distancia|velocidad|temperatura|edad)|que (?:edad|poblacion|altura|longitud|tamano|distancia))\b/,
  ],
  [
    'person',
    /\b(?:quien(?:es)?|de quien|a quien(?:es)?|por quien|con quien|como se llama(?:ba)? (?:el|la) (?:director|presidente|autor|persona|jefe|rey|reina|alcalde|ministr)|(?:que|cual) (?:persona|presidente|rey|reina|emperador|general|papa|cientific[oa]|autor|actor|actriz|cantante|jugador|matematico|filosofo|profesor|lider|director|comandante|gobernador|alcalde|ministro))\b/,
  ],
  [
    'organisation',
    /\b(?:(?:que|cual|cuales) (?:empresa|empresas|organizacion|organizaciones|compania|companias|institucion|organismo|agencia|universidad|banco|equipo|equipos|partido|ministerio|sociedad|grupo|contratista|proveedor|escuela|club|cadena|fabricante|consorcio|entidad))\b/,
  ],
  [
    'place',
    /\b(?:donde|adonde|(?:en|de|a|desde|hacia|por) que (?:ciudad|pais|lugar|hospital|pueblo|localidad|barrio|carretera|sitio|region|estado|provincia|municipio|calle|edificio|continente|isla|area|zona|parte)|(?:que|cual) (?:ciudad|pais|paises|lugar|region|estado|provincia|municipio|isla|rio|montana|calle|edificio|direccion|continente|oceano|mar|lago)|cual es la (?:capital|direccion|sede))\b/,
  ],
  [
    'reason',
    /\b(?:por que|por cual razon|cual (?:es|fue|era) (?:la razon|el motivo|la causa)|a que se debe|que causo|que causa|debido a que|con que (?:fin|objetivo|proposito)|para que)\b/,
  ],
  [
    'definition',
    /^(?:que (?:es|son|significa|significan|se entiende por|era|eran)|a que se (?:llama|refiere|denomina)|definicion de|defina|que quiere decir)\b/,
  ],
  [
    'list',
    /\b(?:cuales (?:son|eran|fueron)|enumer[ae]|liste|lista de|nombre (?:los|las)|mencione|que (?:documentos|requisitos|tipos|clases|elementos|partes|condiciones|obligaciones|pasos|causas))\b/,
  ],
  [
    'manner',
    /\b(?:como|de que (?:manera|forma|modo)|mediante que|con que (?:metodo|medio)|que (?:procedimiento|metodo))\b/,
  ],
  [
    'yes_no',
    /^(?:es|son|esta|estan|hay|tiene|tienen|puede|pueden|debe|deben|existe|existen|se (?:puede|debe|permite|aplica|exige|requiere|incluye|aprobo|firmo)|fue|fueron|era|eran|ha|han|incluye|permite|requiere|exige|aplica|cubre|cumple|esta permitido|sera|seran|podra|podria|acaso)\b/,
  ],
];

const english: readonly ExpectationRule[] = [
  [
    'deadline',
    /\b(?:deadline|due date|by when|until when|time limit|(?:when|what day) (?:is|are|was|were) .{0,60}\bdue|expiry date|when (?:does|do|did|will) .{0,60}\b(?:expire|lapse|fall due))\b/,
  ],
  [
    'percentage',
    /\b(?:what|which) (?:percent|percentage|proportion|fraction|share|rate)|\bhow (?:many|much) (?:percent|interest)|\bpercentage\b|\b(?:what|which) interest (?:is|are|was|do|does|did|will|must)\b/,
  ],
  [
    'duration',
    /\b(?:how long|how many (?:days|months|years|weeks|hours|minutes|seconds|decades|centuries)|what (?:is|was) the (?:duration|term|length) of|for what period|what length of time)\b/,
  ],
  [
    'amount',
    /\b(?:how much (?:money|does .{0,60}cost|did .{0,60}(?:cost|pay|spend|earn|sell|raise|donate)|do .{0,60}(?:cost|pay)|was .{0,60}(?:paid|worth|spent|sold)|is .{0,60}(?:paid|worth|owed)|in (?:dollars|euros|pounds))|(?:what|which) (?:is|was|were|are|will be) the (?:price|cost|amount|value|budget|fee|fine|penalty|salary|revenue|advance|guarantee|total)|at what (?:price|cost)|what (?:amount|price|sum|fine|penalty|fee|compensation)|what (?:does|do|did|will) .{0,60}\bcost|how much (?:are|is|do|does|did|has|have) .{0,60}(?:ask|asking|claim|claiming|claimed|demand|demanding|owe|owed|been paid|offer|offered))\b/,
  ],
  [
    'date',
    /\b(?:when|(?:in|on|during|by|since|from|until|around|after|before)? ?(?:what|which) (?:year|date|day|month|century|decade|era|time period|period|season|time)|what(?:'s| is| was) the (?:date|year|day))\b/,
  ],
  [
    'identifier',
    /\b(?:(?:what|which) (?:is|was) the (?:code|reference|telephone|phone|e-?mail|registration|iban|tax id)|(?:what|which) (?:code|reference|e-?mail)\b|(?:contract|invoice|account|file|phone|registration|order|licen[cs]e|serial|reference|tender) number)\b/,
  ],
  [
    'number',
    /\b(?:how (?:many|much|old|tall|far|high|big|large|fast|deep|wide|heavy|often|hot|cold|frequently)|what (?:number|quantity|is the (?:number|population|size|height|length|area|distance|temperature|speed|average|depth)|was the (?:number|population|size|height|length|area|distance|temperature|speed|average)|age|population|temperature)|at what (?:age|speed|height|temperature|distance))\b/,
  ],
  [
    'person',
    /\b(?:who|whom|whose|(?:what|which) (?:person|president|king|queen|emperor|general|pope|scientist|author|actor|actress|singer|player|mathematician|philosopher|professor|leader|director|commander|governor|mayor|minister|man|woman|artist|composer|physicist|chemist|engineer|architect|theorist|explorer|poet|writer|ruler|monarch|prince|quarterback|coach|individual))\b/,
  ],
  [
    'organisation',
    /\b(?:what|which) (?:company|companies|organi[sz]ation|organi[sz]ations|institution|agency|university|bank|team|teams|party|ministry|group|contractor|supplier|school|college|club|network|manufacturer|consortium|entity|corporation|firm|church|army|band|channel|station|league|government|court)\b/,
  ],
  [
    'place',
    /\b(?:where|(?:in |at |from |to |on )?(?:what|which) (?:city|cities|country|countries|hospital|place|location|region|state|states|province|town|village|street|building|continent|island|area|part|river|mountain|ocean|sea|lake|valley|county|district|stadium|address|nation|nations|territory)|what is the (?:capital|address))\b/,
  ],
  [
    'reason',
    /\b(?:why|for what (?:reason|purpose)|what (?:is|was|were|are) the (?:reason|cause|purpose|motive|causes|reasons)|what (?:caused|causes|led to|motivated)|how come)\b/,
  ],
  [
    'definition',
    /^(?:what (?:is|are|was|were) (?:an? |the )?(?:\S+ ){0,3}\S+\?*$|what (?:does|do) .{1,80}\b(?:mean|stand for)|define\b|what is meant by|what is the (?:definition|meaning) of)/,
  ],
  [
    'list',
    /\b(?:what are (?:the|some|all)|what were (?:the|some)|which are|list (?:the|all)|name (?:the|all|two|three|four|some)|what (?:documents|requirements|kinds|types|elements|conditions|obligations|steps) )/,
  ],
  ['manner', /\b(?:how|in what (?:way|manner)|by what means|what method|which method|through what)\b/],
  [
    'yes_no',
    /^(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|must|may|might|shall|am|isn't|aren't|doesn't|didn't)\b/,
  ],
];

const rules: Readonly<Record<Language, readonly ExpectationRule[]>> = { es: spanish, en: english };

/** What kind of answer a question wants. `folded`: lower case, no accents, white space single, opening marks gone. */
export function expectationOf(folded: string, language: Language): Expectation {
  return rules[language].find(([, pattern]) => pattern.test(folded))?.[0] ?? 'passage';
}
