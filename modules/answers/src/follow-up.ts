import type { Question } from '@nexus/answering';

// Openings and words that point back at what was just talked about.
const opening: Record<'es' | 'en', RegExp> = {
  es: /^\s*[¿¡]?\s*(?:y|e|pero|entonces|tambi[eé]n|adem[aá]s)\b/iu,
  en: /^\s*(?:and|but|so|also|then|what about|how about)\b/iu,
};
const pointing: Record<'es' | 'en', RegExp> = {
  es: /\b(?:[eé]l|ella|ello|ellos|ellas|[eé]st[eao]s?|[eé]s[eao]s?|aquel(?:la|los|las)?|dich[oa]s?|su|sus|lo|la misma|el mismo|all[ií]|entonces)\b/iu,
  en: /\b(?:it|its|he|she|him|her|they|them|their|this|that|these|those|there|then|the same)\b/iu,
};
const fewTerms = 3;

/**
 * What to search for when a question continues a conversation: "¿Y la penalización?" after "¿Cuál es el plazo del contrato 2024/17?" asks for
 * the penalty of that contract. Null when the question stands on its own. The earlier words follow the new ones, so that what a reader
 * sees as searched reads naturally.
 */
export function inContext(
  question: Question,
  previous: { searchedText: string; question: Question } | null,
): string | null {
  if (!previous) return null;
  const { language, text, keyTerms, anchors } = question;
  const isElliptic =
    opening[language].test(text) ||
    (keyTerms.length <= fewTerms && anchors.length === 0 && pointing[language].test(text));
  if (!isElliptic) return null;
  const known = new Set(keyTerms.map((term) => term.toLowerCase()));
  const carried = [...new Set([...previous.question.anchors, ...previous.question.keyTerms])].filter(
    (term) => !known.has(term.toLowerCase()),
  );
  return carried.length === 0 ? null : `${text} ${carried.join(' ')}`;
}
