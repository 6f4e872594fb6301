const denial =
  /\b(?:not|never|non|no|none|nobody|without|except|least|fewest|smallest|only|cannot|nunca|nadie|ningun[oa]?s?|ningún|excepto|sin|jam[aá]s|tampoco|menos|menor|solo|sólo|solamente|[uú]nicamente)\b|n['’]t\b/iu;

/** Whether a text denies or restricts something: a question that does is answered only by a sentence that does so too. */
export function denies(text: string): boolean {
  return denial.test(text);
}
