/**
 * What somebody typed as a query of PostgreSQL's `simple` configuration: every word is the beginning of a word. As `plain_words` makes names comparable.
 * Null when there is no letter and no digit in it, which finds nothing.
 */
export function wordsQuery(typed: string): string | null {
  const words = typed
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
}
