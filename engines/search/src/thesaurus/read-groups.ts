export type Side = 'es' | 'en';

/** One word or expression of a group. `near` ones are only related to the others, not said in their place. */
export type Member = { words: readonly string[]; side: Side; near: boolean };

/**
 * Reads groups in the notation of `words/`: one group a line, Spanish before the bar and English after it; behind a tilde, words that are near but not
 * equal; an underscore joins the words of an expression. `multa sanción ~ castigo | fine penalty`.
 */
export function readGroups(text: string): Member[][] {
  return linesOf(text).map((line) => {
    const [spanish = '', english = ''] = line.split('|');
    return [...readSide(spanish, 'es'), ...readSide(english, 'en')];
  });
}

/** Lines of words that are forms of one word. */
export function readForms(text: string): string[][] {
  return linesOf(text).map((line) => line.split(/\s+/));
}

function readSide(text: string, side: Side): Member[] {
  return text.split('~').flatMap((part, at) =>
    part
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => ({ words: word.split('_'), side, near: at > 0 })),
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
