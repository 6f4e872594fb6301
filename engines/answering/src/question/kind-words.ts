// "Which archaeologist ...", "¿Qué edificio ...", "What is the name of ...": the word that names the kind of thing asked for.
const kindPattern =
  /\b(?:what|which|whose|how many|how much|qu[eé]|cu[aá]l(?:es)?|cu[aá]nt[oa]s?)\s+(?:(?:is|was|are|were|es|son|fue|eran?)\s+(?:the|el|la|los|las|an?|un|una)\s+)?([\p{L}-]+)/iu;

/** The word that names the kind of answer, or an empty text. An answer's sentence often lacks it: it has the thing itself. */
export function kindWord(question: string): string {
  return kindPattern.exec(question)?.[1] ?? '';
}
