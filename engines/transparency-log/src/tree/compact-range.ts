import { emptyRoot, nodeHash } from './hashing.ts';

/**
 * A tree of which only the roots of its complete subtrees are kept: enough to append and to know the root at every size. O(log n) memory,
 * amortised one hash for an append.
 */
export type CompactRange = {
  readonly size: number;
  append(leaf: Uint8Array): void;
  /** Adds a complete subtree of 2^height leaves. @throws RangeError when the tree is not at the beginning of such a one */
  appendSubtree(height: number, root: Uint8Array): void;
  root(): Buffer;
  /** Root of the tree as it would be with these leaves too; nothing is changed. */
  rootWith(leaves: readonly Uint8Array[]): Buffer;
};

type Peak = { height: number; hash: Uint8Array };

export function createCompactRange(): CompactRange {
  return continueRange([], 0);
}

function continueRange(initial: readonly Peak[], initialSize: number): CompactRange {
  // Heights fall strictly from left to right: they are the bits of the size.
  const peaks = [...initial];
  let size = initialSize;

  const appendSubtree = (height: number, root: Uint8Array): void => {
    if (size % 2 ** height !== 0) throw new RangeError(`no subtree of height ${height} begins at ${size}`);
    let peak: Peak = { height, hash: root };
    for (let last = peaks.at(-1); last?.height === peak.height; last = peaks.at(-1)) {
      peaks.pop();
      peak = { height: peak.height + 1, hash: nodeHash(last.hash, peak.hash) };
    }
    peaks.push(peak);
    size += 2 ** height;
  };

  return {
    get size() {
      return size;
    },
    append: (leaf) => appendSubtree(0, leaf),
    appendSubtree,
    root: () => foldPeaks(peaks.map(({ hash }) => hash)),
    rootWith(leaves) {
      const grown = continueRange(peaks, size);
      for (const leaf of leaves) grown.append(leaf);
      return grown.root();
    },
  };
}

/** The root over complete subtrees of falling size, left to right. */
export function foldPeaks(peaks: readonly Uint8Array[]): Buffer {
  const last = peaks.at(-1);
  if (last === undefined) return emptyRoot();
  let root: Buffer = Buffer.from(last);
  for (let at = peaks.length - 2; at >= 0; at -= 1) root = nodeHash(peaks[at]!, root);
  return root;
}
