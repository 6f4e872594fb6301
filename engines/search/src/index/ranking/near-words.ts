/**
 * Words of a front-coded list within `maxDistance` edits of `word` (insertion, deletion, replacement, swap of neighbours: optimal string alignment).
 * Rows of the distance table are kept for the letters that a word shares with the one before, and words that start hopelessly are stepped over, so that the time is a small multiple of reading the list.
 */
export function nearWords(coded: Uint8Array, word: string, maxDistance: number): Map<string, number> {
  const found = new Map<string, number>();
  const target = Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i));
  const width = target.length + 1;
  const maxLength = target.length + maxDistance;
  const rows = new Uint8Array((maxLength + 2) * width);
  for (let column = 0; column < width; column += 1) rows[column] = column;
  const letters = new Uint16Array(256);
  /** Letters of the current word whose rows are valid, and from how many letters on nothing can match any more. */
  let valid = 0;
  let hopeless = Number.POSITIVE_INFINITY;

  for (let at = 0; at < coded.length; ) {
    const shared = coded[at]!;
    const length = shared + coded[at + 1]!;
    at += 2;
    for (let i = shared; i < length; i += 1) {
      let letter = coded[at]!;
      at += 1;
      // LEB128 by hand: a call a letter would take most of the time.
      for (let shift = 7; letter >= 1 << shift; shift += 7) {
        letter = (letter & ((1 << shift) - 1)) | (coded[at]! << shift);
        at += 1;
      }
      letters[i] = letter;
    }
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
