/**
 * Which of `words` (ascending by code unit) a front-coded list holds, as their places in `words`. One pass over the list, a few comparisons a word;
 * for hundreds of words far cheaper than as many keyed hashes.
 */
export function heldWords(coded: Uint8Array, words: readonly string[]): number[] {
  const held: number[] = [];
  const letters = new Uint16Array(256);
  let next = 0;
  for (let at = 0; at < coded.length && next < words.length; ) {
    const shared = coded[at]!;
    const length = shared + coded[at + 1]!;
    at += 2;
    for (let i = shared; i < length; i += 1) {
      let letter = coded[at]!;
      at += 1;
      // LEB128 by hand, as in `nearWords`.
      for (let shift = 7; letter >= 1 << shift; shift += 7) {
        letter = (letter & ((1 << shift) - 1)) | (coded[at]! << shift);
        at += 1;
      }
      letters[i] = letter;
    }
    while (next < words.length) {
      const order = compare(letters, length, words[next]!);
      if (order < 0) break;
      if (order === 0) held.push(next);
      next += 1;
      if (order === 0) break;
    }
  }
  return held;
}

/** Below 0 when the letters come before the word. */
function compare(letters: Uint16Array, length: number, word: string): number {
  const common = Math.min(length, word.length);
  for (let i = 0; i < common; i += 1) {
    const difference = letters[i]! - word.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return length - word.length;
}
