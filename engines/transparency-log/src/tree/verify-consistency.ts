import { emptyRoot, hashLength, nodeHash } from './hashing.ts';
import { isTreeSize } from './tree-math.ts';

export type TreeHead = { size: number; root: Uint8Array };

/**
 * Whether the proof shows that the older tree is a beginning of the newer one (RFC 9162 section 2.1.4.2). Every tree is consistent with the
 * empty one, whose root must be the right one. O(log n).
 */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isTreeSize(older.size) || !isTreeSize(newer.size) || older.size > newer.size) return false;
  if ([older.root, newer.root, ...proof].some((hash) => hash.length !== hashLength)) return false;
  if (older.size === 0) return proof.length === 0 && emptyRoot().equals(older.root) && isEmptyAsItMustBe(newer);
  if (older.size === newer.size) return proof.length === 0 && Buffer.from(older.root).equals(newer.root);
  return leadsToBoth(older, newer, proof);
}

function isEmptyAsItMustBe({ size, root }: TreeHead): boolean {
  return size > 0 || emptyRoot().equals(root);
}

function leadsToBoth(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  let place = older.size - 1;
  let last = newer.size - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  // A complete older tree is itself the first node of the proof, and is left out of it.
  const [first, ...rest] = place === 0 ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let olderRoot: Buffer = Buffer.from(first);
  let newerRoot: Buffer = Buffer.from(first);
  for (const hash of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      olderRoot = nodeHash(hash, olderRoot);
      newerRoot = nodeHash(hash, newerRoot);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newerRoot = nodeHash(newerRoot, hash);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && olderRoot.equals(older.root) && newerRoot.equals(newer.root);
}
