import { hash } from 'node:crypto';

/** SHA-256, in bytes. */
export const hashLength = 32;

const nodeInput = Buffer.alloc(1 + 2 * hashLength, 1);

/** Root of the tree without entries: SHA-256 of nothing (RFC 6962 section 2.1). */
export function emptyRoot(): Buffer {
  return Buffer.from(hash('sha256', '', 'hex'), 'hex');
}

/** `SHA-256(0x00 || entry)`. */
export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + entry.length);
  input[0] = 0;
  input.set(entry, 1);
  const target = Buffer.allocUnsafe(hashLength);
  writeHash(input, target, 0);
  return target;
}

/** `SHA-256(0x01 || left || right)`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashLength);
  const target = Buffer.allocUnsafe(hashLength);
  writeHash(nodeInput, target, 0);
  return target;
}

/** Hashes the pair of neighbours that begins at byte `from` of `source` and writes the result to byte `to` of `target`, which may be `source`. */
export function hashPair(source: Buffer, from: number, target: Buffer, to: number): void {
  source.copy(nodeInput, 1, from, from + 2 * hashLength);
  writeHash(nodeInput, target, to);
}

/**
 * The digest crosses from OpenSSL as a one-byte string: a fresh buffer for each costs four times as much as the hashing itself, and a log
 * of a million entries has two million of them.
 */
export function writeHash(input: Uint8Array, target: Buffer, at: number): void {
  target.write(hash('sha256', input, 'latin1'), at, hashLength, 'latin1');
}

/** The hash at place `index` of hashes that lie one after the other. A view, not a copy. */
export function hashAt(hashes: Buffer, index: number): Buffer {
  return hashes.subarray(index * hashLength, (index + 1) * hashLength);
}
