const spanish =
  /\b(?:de|la|el|los|las|del|que|y|en|por|para|con|una|un|fecha|nombre|total|monto|importe|cantidad|precio|descripci[oó]n|proveedor|empresa|contrato|obra|año|mes|número|unidad|código|estado|pago|saldo|cuenta|se|su|al)\b|[ñáéíóúü¿¡]/giu;
const english =
  /\b(?:the|of|and|to|in|for|with|is|on|by|from|at|an|as|are|date|name|amount|quantity|price|description|supplier|company|contract|year|month|number|unit|code|state|payment|balance|account|this|that|not|or)\b/giu;

/** Share of Spanish among the words of a text that tell Spanish from English, 0-1; 0.5 when there are none. */
export function spanishShare(text: string): number {
  const es = text.match(spanish)?.length ?? 0;
  const en = text.match(english)?.length ?? 0;
  return es + en === 0 ? 0.5 : es / (es + en);
}
