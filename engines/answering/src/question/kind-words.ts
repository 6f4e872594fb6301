import type { Expectation } from '../contract.ts';

// "Which archaeologist ...", "¿Qué edificio ...", "What is the name of ...": the word that names the kind of thing asked for.
const kindPattern =
  /\b(?:what|which|whose|how many|how much|qu[eé]|cu[aá]l(?:es)?|cu[aá]nt[oa]s?)\s+(?:(?:is|was|are|were|es|son|fue|eran?)\s+(?:the|el|la|los|las|an?|un|una)\s+)?([\p{L}-]+)/iu;

const amountWords =
  'cuesta cuestan costo coste precio vale valor monto importe asciende cost costs price amount value worth';

/** Words that name the kind of answer, or an empty text. An answer's sentence often lacks them: it has the thing itself. */
export function kindWords(question: string, expects: Expectation): string {
  const named = kindPattern.exec(question)?.[1] ?? '';
  return expects === 'amount' ? `${named} ${amountWords}` : named;
}
