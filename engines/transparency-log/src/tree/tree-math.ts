// Sizes and places are whole numbers up to 2^53, so nothing here may use the 32-bit operators of the language.

/** The largest power of two that is smaller than `size`; `size` is at least 2. */
export function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** A complete subtree: the `index`-th one of 2^height leaves. */
export type Subtree = { height: number; index: number };

/**
 * Complete subtrees that make up the leaves from `start` to `end`, left to right. `start` must be where a subtree as large as the first one
 * begins, as it is everywhere in proofs. O(log n).
 */
export function subtreesOf(start: number, end: number): Subtree[] {
  const subtrees: Subtree[] = [];
  let at = start;
  let height = 0;
  let width = 1;
  while (width * 2 <= end - start) {
    width *= 2;
    height += 1;
  }
  for (; width >= 1; width /= 2, height -= 1) {
    if (end - at < width) continue;
    subtrees.push({ height, index: at / width });
    at += width;
  }
  return subtrees;
}

export function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}
