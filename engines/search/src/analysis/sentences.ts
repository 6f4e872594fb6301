import { abbreviationKind } from './abbreviations.ts';
import { fold } from './fold.ts';
import { isStopWord } from './stop-words.ts';

/** Half-open range of UTF-16 units. */
export type TextRange = { start: number; end: number };

/** A sentence is cut after this many characters even if nothing in it ends: a quotation longer than this helps nobody. */
export const maxSentenceLength = 1_000;

const endMarkAt = /[.!?\u2026\u3002\uff01\uff1f]+["'\u201d\u2019\u00bb)\]]*(?=\s|$)|[\u3002\uff01\uff1f]|\n+/gu;
const lastWordBefore = /(?:[\p{L}\p{M}]+\.)*[\p{L}\p{M}]+$/u;
const firstWordFrom = /[\s"'\u201c\u2018\u00ab([\u00bf\u00a1-]*([\p{L}\p{N}]+)/uy;
const bulletAt = /\s*(?:[-*\u2022\u2023\u25aa\u25cf\u2013\u2014]\s|\(?[\p{L}\p{N}]{1,3}[.)]\s)/uy;

/**
 * Cuts text into sentences, in order. Between and around the ranges there is only white space, so they cover all that can be read.
 *
 * Knows Spanish and English abbreviations, initials, acronyms with dots, numbered lists, and lines that are wrapped by hand. A blank line always
 * ends a sentence; so does a line of a table (cells joined by ` | `). Linear in the text.
 */
export function sentencesOf(text: string): TextRange[] {
  const sentences: TextRange[] = [];
  const hasRows = text.includes(' | ');
  let start = 0;
  for (const mark of text.matchAll(endMarkAt)) {
    const end = mark.index + mark[0].length;
    const ends = mark[0].startsWith('\n')
      ? endsAtLine(text, start, mark.index, end, mark[0].length)
      : !(hasRows && isBetweenCells(text, mark.index, end)) && endsAtMark(text, start, mark.index, end);
    if (!ends) continue;
    pushTrimmed(sentences, text, start, end);
    start = end;
  }
  pushTrimmed(sentences, text, start, text.length);
  return sentences;
}

function endsAtMark(text: string, start: number, mark: number, end: number): boolean {
  if (text[mark] !== '.' || text[mark + 1] === '.') return opensUnlessLower(text, end);
  firstWordFrom.lastIndex = end;
  const next = firstWordFrom.exec(text)?.[1];
  if (next === undefined) return true;
  const before = lastWordBefore.exec(text.slice(Math.max(start, mark - 24), mark))?.[0] ?? '';
  if (before === '') return !isListNumber(text, start, mark) && opensUnlessLower(text, end);
  if (/^\p{Ll}/u.test(next)) return false;
  const kind = before.length === 1 ? 'maybe_last' : abbreviationKind(fold(before.replaceAll('.', '')));
  if (kind === 'none') return !before.includes('.') || opens(next);
  // "no." is "número" or "number" before a figure, and a plain word elsewhere.
  if (kind === 'never_last') return /^no$/i.test(before) && !/^\p{N}/u.test(next);
  return !(before.length === 1 && (isListNumber(text, start, mark) || isInitial(text, end))) && opens(next);
}

// The second letter of "S. A." or of "J. A. Pérez" opens nothing, although "a" is a function word.
function isInitial(text: string, from: number): boolean {
  return /^\s+\p{Lu}\.(?:\s|$)/u.test(text.slice(from, from + 8));
}

// A line of a table is one sentence, whatever marks its cells hold.
function isBetweenCells(text: string, mark: number, end: number): boolean {
  const before = text.slice(Math.max(0, mark - maxSentenceLength), mark);
  const after = text.slice(end, end + maxSentenceLength).split('\n', 1)[0]!;
  const inRow = after.includes(' | ') || before.slice(before.lastIndexOf('\n') + 1).includes(' | ');
  return inRow && after.trim() !== '';
}

// A capitalised function word opens a sentence; a capitalised name may just go on after an abbreviation or an initial.
function opens(next: string): boolean {
  return /^\p{Lu}/u.test(next) && isStopWord(fold(next));
}

function opensUnlessLower(text: string, end: number): boolean {
  firstWordFrom.lastIndex = end;
  const next = firstWordFrom.exec(text)?.[1];
  return next === undefined || !/^\p{Ll}/u.test(next);
}

// "3. " or "a. " at the head of a sentence is its number.
function isListNumber(text: string, start: number, mark: number): boolean {
  return /^\s*[(]?(?:\d{1,3}(?:\.\d{1,3})*|\p{L}|[ivxlcdm]{1,5})$/iu.test(text.slice(start, mark));
}

// A line break inside a sentence is a wrap by hand: the line before is long or the next goes on in lower case.
function endsAtLine(text: string, start: number, lineEnd: number, next: number, breaks: number): boolean {
  if (breaks > 1) return true;
  const lineStart = Math.max(start, text.lastIndexOf('\n', lineEnd - 1) + 1);
  const line = text.slice(lineStart, lineEnd).trimEnd();
  const following = text.slice(next, next + 200).split('\n', 1)[0]!;
  if (line === '' || following.trim() === '' || isRow(line) || isRow(following)) return true;
  bulletAt.lastIndex = next;
  if (bulletAt.test(text) || /[.!?:;]$/.test(line)) return true;
  return !(/^\s*\p{Ll}/u.test(following) || line.length >= 60);
}

// Cells joined by bars, or set apart by runs of spaces as in a table of plain text.
function isRow(line: string): boolean {
  return line.includes(' | ') || /\S {3,}\S/.test(line);
}

function pushTrimmed(sentences: TextRange[], text: string, from: number, to: number): void {
  let [start, end] = trim(text, from, to);
  while (end - start > maxSentenceLength) {
    const cut = cutBefore(text, start, start + maxSentenceLength);
    const [pieceStart, pieceEnd] = trim(text, start, cut);
    if (pieceEnd > pieceStart) sentences.push({ start: pieceStart, end: pieceEnd });
    [start, end] = trim(text, cut, end);
  }
  if (end > start) sentences.push({ start, end });
}

// At a semicolon if there is one late enough, else at a space, else wherever no surrogate pair is torn.
function cutBefore(text: string, start: number, limit: number): number {
  const semicolon = text.lastIndexOf('; ', limit - 1);
  if (semicolon > start + maxSentenceLength / 3) return semicolon + 1;
  const space = text.lastIndexOf(' ', limit - 1);
  if (space > start + maxSentenceLength / 3) return space;
  const torn = (text.charCodeAt(limit) & 0xfc00) === 0xdc00;
  return torn ? limit - 1 : limit;
}

function trim(text: string, from: number, to: number): [start: number, end: number] {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return [start, end];
}
