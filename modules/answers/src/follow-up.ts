import type { Question } from '@nexus/answering';

// Openings and words that point back at what was just talked about.
// (Borders of words are spelled out: to `\b`, an accented letter is none.)
const opening: Record<'es' | 'en', RegExp> = {
  es: /^\s*[¿¡]?\s*(?:y|e|pero|entonces|tambi[eé]n|adem[aá]s)(?!\p{L})/iu,
  en: /^\s*(?:and|but|so|also|then|what about|how about)\b/iu,
};
const pointing: Record<'es' | 'en', RegExp> = {
  es: /(?<!\p{L})(?:él|ella|ello|ellos|ellas|[eé]st[eao]s?|[eé]s[eao]s?|aquel(?:la|los|las)?|dich[oa]s?|su|sus|lo|la misma|el mismo|all[ií]|entonces)(?!\p{L})/iu,
  en: /\b(?:it|its|he|she|him|her|they|them|their|this|that|these|those|there|then|the same)\b/iu,
};
const fewTerms = 3;

// A chain of follow-ups would drag everything along that was ever asked.
const carriedLength = 600;

/**
 * What to search for when a question continues a conversation: "¿Y la penalización?" after "¿Cuál es el plazo del contrato 2024/17?" asks for
 * the penalty of that contract, so the words before are searched along, as they were written. Null when the question stands on its own.
 */
export function inContext(question: Question, previous: { searchedText: string } | null): string | null {
  if (!previous) return null;
  const { language, text, keyTerms, anchors } = question;
  const isShort = keyTerms.length <= fewTerms && anchors.length === 0;
  const isElliptic = opening[language].test(text) || (isShort && pointing[language].test(text));
  return isElliptic ? `${text} ${previous.searchedText.slice(0, carriedLength)}` : null;
}

/** What a word of an earlier question weighs in a follow-up, against the words of the follow-up itself. */
const carriedWeight = 0.5;

/** Weights for a question that continues another: `question` is the follow-up alone; the words carried along only say what it is about. */
export function inConversation(question: Question, weightOf: (term: string) => number): (term: string) => number {
  const own = new Set(question.keyTerms);
  return (term) => weightOf(term) * (own.has(term) ? 1 : carriedWeight);
}
