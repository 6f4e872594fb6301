import { emptyRoot, hashAt, hashLength, hashPair } from './hashing.ts';

/**
 * Merkle tree hash (RFC 6962 section 2.1, RFC 9162 section 2.1.1) of leaf or node hashes that lie one after the other. Level by level: a last
 * one without a neighbour rises unchanged, which gives the same tree as the recursive definition. O(n) time, O(n) memory.
 */
export function merkleRoot(hashes: Buffer): Buffer {
  let count = hashes.length / hashLength;
  if (count === 0) return emptyRoot();
  const level = Buffer.from(hashes);
  while (count > 1) {
    const pairs = Math.floor(count / 2);
    for (let pair = 0; pair < pairs; pair += 1) hashPair(level, pair * 2 * hashLength, level, pair * hashLength);
    if (count % 2 === 1) level.copy(level, pairs * hashLength, (count - 1) * hashLength, count * hashLength);
    count = pairs + (count % 2);
  }
  return Buffer.from(hashAt(level, 0));
}
