import { numericDates } from './dates.ts';
import { fold } from './fold.ts';
import { plainInteger, plainNumbers } from './numbers.ts';

/** A run of words and figures without spaces (`2024/17`, `J-12345678`, `1.250,00`) read as a whole and in parts. */
export type Compound = {
  end: number;
  /** Terms for the whole run: canonical id, ISO date, plain number. All stand at the position of the first part. */
  wholes: readonly string[];
  parts: readonly { text: string; start: number; end: number }[];
};

const emailAt = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy;
// Bounded, so that an endless run costs linear time. Comma, colon and apostrophe bind figures only; dot, slash, hyphens and underscore bind words to figures as well.
const runAt =
  /[\p{L}\p{M}\p{Nd}]+(?:(?:[./_\-\u2010\u2011\u2013][\p{L}\p{M}\p{Nd}]+)|(?:(?<=\p{Nd})[,:'][\p{Nd}]+)){0,24}/uy;
const groupedFiguresAt = /\d{1,4}\)?(?:[ .\-\u00a0\u202f]\(?\d{2,4}\)?){1,5}(?!\d)/y;
const ibanAt = /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/y;
const longest = 80;

/** Reads the run that starts at `start`, or null when nothing in it holds together (plain words joined by a hyphen or a dot). */
export function compoundAt(text: string, start: number, language?: 'es' | 'en' | 'und'): Compound | null {
  const email = match(emailAt, text, start);
  if (email !== null) return { end: start + email.length, wholes: [fold(email)], parts: partsOf(email, start) };
  const run = match(runAt, text, start);
  if (run === null || run.length > longest) return null;
  const end = start + run.length;
  if (!/\p{Nd}/u.test(run)) {
    const acronym = /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(run);
    return acronym ? { end, wholes: [fold(run.replaceAll('.', ''))], parts: [] } : null;
  }
  const western = fold(run);
  const numbers = plainNumbers(western);
  if (numbers.length > 0) return { end, wholes: numbers, parts: [] };
  return { end, wholes: [...numericDates(western, language), canonicalId(western)], parts: partsOf(run, start) };
}

/** Digits of a telephone number, account or number grouped by spaces that starts here; null when there is none. */
export function groupedFiguresFrom(text: string, start: number): { digits: string; end: number } | null {
  const grouped = match(groupedFiguresAt, text, start);
  if (grouped === null) return null;
  const digits = grouped.replace(/\D/g, '');
  const thousands = /^\d{1,3}(?:[ \u00a0\u202f]\d{3})+$/.test(grouped);
  const telephone = digits.length >= 7 && digits.length <= 15;
  return thousands || telephone ? { digits: plainInteger(digits), end: start + grouped.length } : null;
}

/** International bank account number written in groups. */
export function ibanFrom(text: string, start: number): { iban: string; end: number } | null {
  const iban = match(ibanAt, text, start);
  return iban === null ? null : { iban: fold(iban.replaceAll(' ', '')), end: start + iban.length };
}

/**
 * One spelling for the ways of writing an id: `J-12345678` and `J12345678`, `2024/17` and `2024-017`. Separators fall away between letters
 * and figures, become `/` between figures, and leading zeros go.
 */
export function canonicalId(run: string): string {
  const pieces = run.match(/\p{Nd}+|[\p{L}\p{M}]+/gu) ?? [];
  let id = '';
  for (const [at, piece] of pieces.entries()) {
    const figures = /^\p{Nd}/u.test(piece);
    const figuresBefore = at > 0 && /^\p{Nd}/u.test(pieces[at - 1]!);
    id += (figures && figuresBefore ? '/' : '') + (figures ? plainInteger(piece) : piece);
  }
  return id;
}

function partsOf(run: string, start: number): { text: string; start: number; end: number }[] {
  const pieces = [...run.matchAll(/\p{Nd}+|[\p{L}\p{M}]+/gu)];
  // A long mixture of letters and figures is a hash or a code; its pieces mean nothing alone.
  if (pieces.length > 8) return [];
  return pieces.map((piece) => ({
    text: piece[0],
    start: start + piece.index,
    end: start + piece.index + piece[0].length,
  }));
}

function match(pattern: RegExp, text: string, start: number): string | null {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? null;
}
