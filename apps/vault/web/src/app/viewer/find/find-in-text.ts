import type { TextRange } from '../place.ts';

/** Text as it is compared: without accents and case, every white space one space; `at[i]` is where character i comes from. */
type Folded = { text: string; at: number[] };

/** ñ stays a letter of its own: "año" is not "ano". */
function foldCharacter(character: string): string {
  if (character === 'ñ' || character === 'Ñ') return 'ñ';
  return character.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function fold(text: string): Folded {
  let folded = '';
  const at: number[] = [];
  let index = 0;
  let wasSpace = false;
  for (const character of text) {
    const isSpace = /\s/.test(character);
    const piece = isSpace
      ? wasSpace
        ? ''
        : ' '
      : character < '\u0080'
        ? character.toLowerCase()
        : foldCharacter(character);
    for (let i = 0; i < piece.length; i += 1) at.push(index);
    folded += piece;
    wasSpace = isSpace;
    index += character.length;
  }
  at.push(index);
  return { text: folded, at };
}

/**
 * Where `query` stands in a text, without regard to case, accents and line breaks; half-open ranges of the text, not overlapping. Linear but for
 * texts that repeat the beginning of the query.
 */
export function findIn(text: string, query: string): TextRange[] {
  const wanted = fold(query.trim()).text;
  if (wanted === '') return [];
  const { text: folded, at } = fold(text);
  const found: TextRange[] = [];
  for (let from = folded.indexOf(wanted); from !== -1; from = folded.indexOf(wanted, from + wanted.length)) {
    const last = at[from + wanted.length - 1]!;
    // One character may have become two.
    let next = from + wanted.length;
    while (next < at.length - 1 && at[next] === last) next += 1;
    found.push({ start: at[from]!, end: at[next]! });
  }
  return found;
}
