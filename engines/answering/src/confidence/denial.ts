const denial =
  /\b(?:not|never|non|no|none|nobody|without|except|least|fewest|smallest|only|cannot|nunca|nadie|ningun[oa]?s?|ningún|excepto|sin|jam[aá]s|tampoco|menos|menor|solo|sólo|solamente|[uú]nicamente)\b|n['’]t\b/iu;

// "Without tax" says which amount is meant, "left without water" what happened: nothing is denied.
const notDenial =
  /\b(?:sin (?:contar|incluir|impuestos|iva)|iva no incluido|(?:qued|dej)\p{L}* sin|without (?:counting|vat|tax)|not (?:counting|including)|left without)\b/giu;

/** Whether a text denies or restricts something: a question that does is answered only by a sentence that does so too. */
export function denies(text: string): boolean {
  return denial.test(text.replace(notDenial, ' '));
}
