/** Bounded cache of word -> term. Two generations: when the young one is full it becomes the old one, and the old one is forgotten. */
export type TermCache = {
  /** Term of a word as written; empty for a stop word. */
  term(word: string): string;
};

const capacity = 1 << 16;
// V8 keeps the whole parent text alive for a slice of 13 characters or more; such keys are copied.
const sliced = 13;

/** `compute` must depend on the word alone. Amortised constant time; about 15 MB at most. */
export function createTermCache(compute: (word: string) => string): TermCache {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return {
    term(word) {
      const known = young.get(word) ?? old.get(word);
      if (known !== undefined) return known;
      if (young.size >= capacity) {
        old = young;
        young = new Map();
      }
      const term = compute(word);
      young.set(word.length < sliced ? word : Buffer.from(word, 'utf16le').toString('utf16le'), term);
      return term;
    },
  };
}
