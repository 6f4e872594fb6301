import type { LineBox } from '../contract.ts';

/** A line of a page before it becomes part of a paragraph. */
export type TextLine = {
  text: string;
  rect: LineBox['rect'] /** The last character is a hyphen that only divides a word. */;
  divided?: boolean;
};

/**
 * Joins the lines of a paragraph into one text: a space between lines, nothing where a word was divided. The boxes say which
 * characters of the result stand in which line; the hyphen of a divided word is in the page but not in the text.
 */
export function joinLines(lines: readonly TextLine[]): { text: string; boxes: LineBox[] } {
  let text = '';
  const boxes: LineBox[] = [];
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    const divided = next !== undefined && isDivided(line, next);
    const own = divided ? line.text.trimEnd().slice(0, -1) : line.text;
    const start = text.length;
    text += own;
    boxes.push({ start, end: text.length, rect: line.rect });
    if (next !== undefined && !divided && !joinsWithoutSpace(own, next.text)) text += ' ';
  });
  return { text, boxes };
}

/** `trans-` + `porte`: a small letter on both sides of the hyphen. `Madrid-` + `Barcelona` and `2020-` + `2021` keep theirs. */
function isDivided(line: TextLine, next: TextLine): boolean {
  return /\p{Ll}[-\u2010]$/u.test(line.text.trimEnd()) && /^\p{Ll}/u.test(next.text);
}

/** A hyphen of its own ("a -", "2020 -") is a dash; one that touches a word belongs to it. */
function joinsWithoutSpace(line: string, next: string): boolean {
  return /[\p{L}\p{N}][-\u2010/]$/u.test(line.trimEnd()) && /^[\p{L}\p{N}]/u.test(next);
}
