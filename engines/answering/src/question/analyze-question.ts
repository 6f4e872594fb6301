import type { AnsweringTools, Expectation, Language, Question } from '../contract.ts';
import { expectationOf } from './expectation-rules.ts';
import { kindWords } from './kind-words.ts';
import { questionLanguage } from './language.ts';

/** Characters of a question that are read. */
export const maxQuestionLength = 4_000;

/** What a question asks for, what to look for, and what an answer's surroundings should carry. */
export function analyzeQuestion(tools: AnsweringTools, given: string, language?: Language): Question {
  const text = given.slice(0, maxQuestionLength);
  const asked = language ?? questionLanguage(text);
  const folded = plain(text);
  const expects = expectationOf(folded, asked);
  const tokens = tools.analyzer.analyze(text, asked);
  const frame = frameWords(tools, expects);
  const keyTerms = [...new Set(tokens.map((token) => token.term))];
  const kind = new Set(tools.analyzer.analyze(kindWords(text, expects)).map((token) => token.term));
  const outsideFrame = keyTerms.filter((term) => !frame.has(term));
  return {
    text,
    language: asked,
    expects,
    keyTerms: outsideFrame.length > 0 ? outsideFrame : keyTerms,
    kindTerms: keyTerms.filter((term) => kind.has(term)),
    anchors: anchorsOf(text),
  };
}

/** Lower case, accents gone, one space between words, no opening marks or quotes at the head. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s¿¡"'«“(-]+/u, '')
    .trim();
}

/** Names, numbers, dates and ids of the question: what stands in capitals inside it, in quotation marks, or holds a figure. */
function anchorsOf(text: string): string[] {
  const anchors = new Set<string>();
  for (const [, quoted] of text.matchAll(/["“«]([^"”»]{2,80})["”»]/gu)) anchors.add(quoted!.trim());
  for (const [figure] of text.matchAll(/[\p{L}\p{N}]*\p{Nd}[\p{L}\p{N}./-]*[\p{L}\p{N}]|\p{Nd}/gu)) anchors.add(figure);
  // The first word has its capital from its place.
  const body = text.replace(/^[\s¿¡"'«“(]*[\p{L}\p{M}]+/u, '');
  for (const [name] of body.matchAll(
    /\p{Lu}[\p{L}\p{M}'’-]*(?:\s+(?:(?:de|del|la|las|los|y|of|the|and)\s+){0,2}\p{Lu}[\p{L}\p{M}'’-]*)*/gu,
  )) {
    if (name.length > 1) anchors.add(name);
  }
  return [...anchors].slice(0, 20);
}

// Words that say what is asked for, not what it is about: in "¿en qué año ...?" the answer's sentence has a year, not the word.
const frames: Partial<Record<Expectation, string>> = {
  date: 'año fecha día mes siglo década época year date day month century decade era period',
  deadline: 'fecha límite',
  amount: 'cuánto dinero money',
  number: 'número cantidad number quantity',
  percentage: 'porcentaje percent percentage',
  duration: 'tiempo duración duration days años days years long',
  person: 'persona person nombre name',
  organisation: 'nombre name',
  place: 'lugar sitio place location ubicación',
  reason: 'razón motivo causa reason cause',
  definition: 'definición significado significa definition meaning mean term término',
  list: 'lista list enumere mencione nombre name',
  passage: 'nombre name tipo type kind called llama',
};

function frameWords(tools: AnsweringTools, expects: Expectation): ReadonlySet<string> {
  return new Set(tools.analyzer.analyze(frames[expects] ?? '').map((token) => token.term));
}
