import { hashLength, nodeHash } from './hashing.ts';
import { isTreeSize } from './tree-math.ts';

export type InclusionClaim = {
  /** Place of the entry, from 0. */
  index: number;
  /** Of the tree that it is said to be in. */
  size: number;
  leaf: Uint8Array;
  /** From the neighbour of the leaf upwards. */
  proof: readonly Uint8Array[];
};

/**
 * The root that the proof leads to (RFC 9162 section 2.1.3.2), or null when it is not a proof for that place and size at all: too short, too
 * long, hashes of another length, a place outside the tree.
 */
export function rootFromInclusion({ index, size, leaf, proof }: InclusionClaim): Buffer | null {
  if (!isTreeSize(size) || !isTreeSize(index) || index >= size) return null;
  if (leaf.length !== hashLength || proof.some((hash) => hash.length !== hashLength)) return null;
  let place = index;
  let last = size - 1;
  let root: Buffer = Buffer.from(leaf);
  for (const hash of proof) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(hash, root);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      root = nodeHash(root, hash);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : null;
}

/** Whether the proof shows that the leaf has this place in the tree of this root. O(log n). */
export function verifyInclusion(claim: InclusionClaim, root: Uint8Array): boolean {
  return rootFromInclusion(claim)?.equals(root) ?? false;
}
