import type { Analyzer, Language, Token } from '../contract.ts';
import { characterKinds, digit, letter, other, unspaced } from './characters.ts';
import { compoundAt, groupedFiguresFrom, ibanFrom } from './compounds.ts';
import { writtenDateAt } from './dates.ts';
import { fold } from './fold.ts';
import { plainInteger } from './numbers.ts';
import { stem } from './stemmer.ts';
import { isStopWord } from './stop-words.ts';
import { createTermCache } from './term-cache.ts';

/** A word is cut to this many characters: nobody searches for more, and base64 must not fill the dictionary. */
export const maxTermLength = 64;

/**
 * Text to terms, the same for documents and questions in Spanish and English (and harmless for other languages).
 *
 * A word is folded, dropped if it is a stop word, and stemmed. Numbers, dates, ids, e-mail addresses and telephone numbers give a
 * canonical term for the whole, besides their parts: `2024/17`, `J-12345678`, `1.250.000,00`, `15 de marzo de 2024`. `language` only decides
 * how an ambiguous date in digits is read. Never throws; linear in the text; more than a million words a second once warm.
 */
export function createAnalyzer(): Analyzer {
  const kinds = characterKinds();
  const cache = createTermCache(termOf);
  const termOfWord = (word: string): string => cache.termAt(word, 0, Math.min(word.length, maxTermLength));
  return {
    analyze(text, language) {
      const tokens: Token[] = [];
      let position = 0;
      let at = 0;
      while (at < text.length) {
        const kind = kinds[text.charCodeAt(at)]!;
        if (kind === other) {
          at++;
          continue;
        }
        if (kind === unspaced) {
          const end = endOfRun(text, at, kinds);
          position = pushPairs(tokens, text, at, end, position);
          at = end;
          continue;
        }
        const start = at;
        let figures = false;
        for (; at < text.length; at++) {
          const next = kinds[text.charCodeAt(at)]!;
          if (next === digit) figures = true;
          else if (next !== letter) break;
        }
        if (figures || isJoined(text, at, kinds) || isBeforeFigure(text, at, kinds)) {
          const run = pushCompound(tokens, text, start, position, figures, language, termOfWord);
          if (run !== null) {
            at = run.end;
            position = run.position;
            continue;
          }
        }
        const elided = isApostrophe(text.charCodeAt(at)) && at - start < 2;
        const term = elided ? '' : cache.termAt(text, start, Math.min(at, start + maxTermLength));
        if (term !== '') tokens.push({ term, start, end: at, position });
        position++;
        at = afterContraction(text, at);
      }
      return tokens;
    },
  };
}

function termOf(word: string): string {
  const folded = fold(word);
  return isStopWord(folded) ? '' : stem(folded);
}

/** Wholes and parts of a number, date, id, address or acronym; null when the word is an ordinary one. */
function pushCompound(
  tokens: Token[],
  text: string,
  start: number,
  position: number,
  figures: boolean,
  language: Language | undefined,
  termOfWord: (word: string) => string,
): { end: number; position: number } | null {
  const written = writtenDateAt(text, start);
  if (written) tokens.push({ term: written.date, start, end: written.end, position });
  const account = figures ? ibanFrom(text, start) : null;
  if (account) tokens.push({ term: account.iban, start, end: account.end, position });
  const grouped = figures ? groupedFiguresFrom(text, start) : null;
  const compound = compoundAt(text, start, language);
  if (grouped && !compound?.wholes.includes(grouped.digits))
    tokens.push({ term: grouped.digits, start, end: grouped.end, position });
  if (compound === null) return null;
  const wholes = new Set(compound.wholes);
  for (const whole of wholes) tokens.push({ term: whole.slice(0, maxTermLength), start, end: compound.end, position });
  let next = position;
  for (const part of compound.parts) {
    const term = /^\p{Nd}/u.test(part.text)
      ? plainInteger(fold(part.text))
      : part.text.length > 1
        ? termOfWord(part.text)
        : '';
    if (term !== '' && !wholes.has(term))
      tokens.push({ term: term.slice(0, maxTermLength), start: part.start, end: part.end, position: next });
    next++;
  }
  return { end: compound.end, position: Math.max(next, position + 1) };
}

// Overlapping pairs, the usual way to index scripts without spaces when there is no dictionary to cut words with.
function pushPairs(tokens: Token[], text: string, start: number, end: number, position: number): number {
  let next = position;
  for (let at = start; at === start || at < end - 1; at++) {
    const pairEnd = Math.min(at + 2, end);
    const term = fold(text.slice(at, pairEnd));
    if (term !== '') tokens.push({ term, start: at, end: pairEnd, position: next });
    next++;
  }
  return next;
}

function endOfRun(text: string, start: number, kinds: Uint8Array): number {
  let end = start;
  while (end < text.length && kinds[text.charCodeAt(end)] === unspaced) end++;
  return end;
}

// A dot, slash, hyphen, underscore, at sign and the like with a word or figure right behind it.
function isJoined(text: string, at: number, kinds: Uint8Array): boolean {
  const code = text.charCodeAt(at);
  const joins =
    code === 46 ||
    code === 47 ||
    code === 45 ||
    code === 95 ||
    code === 64 ||
    code === 43 ||
    (code >= 0x2010 && code <= 0x2013);
  return joins && at + 1 < text.length && kinds[text.charCodeAt(at + 1)] !== other;
}

// "March 15, 2024": only a word before a figure can begin a date.
function isBeforeFigure(text: string, at: number, kinds: Uint8Array): boolean {
  const behindDot = text.charCodeAt(at) === 46 ? at + 1 : at;
  return (
    text.charCodeAt(behindDot) === 32 && behindDot + 1 < text.length && kinds[text.charCodeAt(behindDot + 1)] === digit
  );
}

function isApostrophe(code: number): boolean {
  return code === 39 || code === 0x2019;
}

const contractionAt = /['\u2019](?:s|t|d|m|ll|re|ve)(?![\p{L}\p{N}])/iuy;

// The tail of "company's" and "don't" is grammar, not a word.
function afterContraction(text: string, at: number): number {
  if (!isApostrophe(text.charCodeAt(at))) return at;
  contractionAt.lastIndex = at;
  return contractionAt.test(text) ? contractionAt.lastIndex : at;
}
