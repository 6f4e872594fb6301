import { createByteReader } from '../codec/byte-reader.ts';

/**
 * Words of a front-coded list within `maxDistance` edits of `word` (insertion, deletion, replacement, swap of neighbours: optimal string alignment).
 * Rows of the distance table are kept for the letters that a word shares with the one before, and words that start hopelessly are stepped over
 * unread, so that the time is a small multiple of reading the list: some 10 ms for half a million words.
 */
export function nearWords(coded: Uint8Array, word: string, maxDistance: number): Map<string, number> {
  const found = new Map<string, number>();
  const target = Uint16Array.from(word, (letter) => letter.charCodeAt(0));
  const width = target.length + 1;
  const maxLength = target.length + maxDistance;
  const rows = new Uint8Array((maxLength + 2) * width);
  for (let column = 0; column < width; column += 1) rows[column] = column;
  const letters = new Uint16Array(256);
  const reader = createByteReader(coded);
  /** Letters of the current word whose rows are valid, and from how many letters on nothing can match any more. */
  let valid = 0;
  let hopeless = Number.POSITIVE_INFINITY;

  while (reader.remaining > 0) {
    const shared = reader.byte();
    const length = shared + reader.byte();
    for (let i = shared; i < length; i += 1) letters[i] = reader.varint();
    valid = Math.min(valid, shared);
    if (shared < hopeless) hopeless = Number.POSITIVE_INFINITY;
    if (hopeless <= length || length > maxLength) continue;
    while (valid < length) {
      valid += 1;
      if (fillRow(rows, width, letters, target, valid) > maxDistance) {
        hopeless = valid;
        break;
      }
    }
    if (hopeless <= length) continue;
    const distance = rows[length * width + target.length]!;
    if (distance <= maxDistance) found.set(String.fromCharCode(...letters.subarray(0, length)), distance);
  }
  return found;
}

/** Fills the row of the first `row` letters and returns its least value. Once that is above the bound, so is every longer word's distance. */
function fillRow(rows: Uint8Array, width: number, letters: Uint16Array, target: Uint16Array, row: number): number {
  const here = row * width;
  const above = here - width;
  rows[here] = row;
  let least = row;
  for (let column = 1; column < width; column += 1) {
    const same = letters[row - 1] === target[column - 1];
    let value = rows[above + column - 1]! + (same ? 0 : 1);
    value = Math.min(value, rows[above + column]! + 1, rows[here + column - 1]! + 1);
    if (row > 1 && column > 1 && letters[row - 1] === target[column - 2] && letters[row - 2] === target[column - 1]) {
      value = Math.min(value, rows[above - width + column - 2]! + 1);
    }
    rows[here + column] = value;
    least = Math.min(least, value);
  }
  return least;
}
