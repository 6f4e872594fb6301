import { MalformedError } from '../errors.ts';
import { hashLength, writeHash } from '../tree/hashing.ts';
import { tileWidth } from './tile-path.ts';

/** The length of an entry is written in 16 bits. */
export const maxEntryLength = 65_535;

/** Entries one after the other, each behind its length in two bytes, the higher one first (C2SP tlog-tiles). */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  if (entries.length < 1 || entries.length > tileWidth) throw new RangeError(`a bundle has 1 to ${tileWidth} entries`);
  const bundle = Buffer.allocUnsafe(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > maxEntryLength) throw new RangeError(`an entry has at most ${maxEntryLength} bytes`);
    bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/**
 * The entries of a bundle, as views into it.
 * @throws MalformedError naming the entry at which the bundle ends too early, or that there are more than 256
 */
export function decodeBundle(bundle: Uint8Array): Buffer[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const number = entries.length;
    if (number === tileWidth) throw new MalformedError('bundle of entries', `more than ${tileWidth} entries`);
    if (at + 2 > bytes.length) throw new MalformedError('bundle of entries', `ends in the length of entry ${number}`);
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) throw new MalformedError('bundle of entries', `ends within entry ${number}`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/**
 * Leaf hashes of the entries of a bundle, one after the other. The bundle must be the caller's own: to spare a copy of every entry,
 * the zero byte that RFC 6962 puts before an entry is written over the second byte of its length, and the length put back afterwards.
 */
export function leafHashesOf(entries: readonly Buffer[]): Buffer {
  const hashes = Buffer.allocUnsafe(entries.length * hashLength);
  for (const [number, entry] of entries.entries()) {
    const marked = Buffer.from(entry.buffer, entry.byteOffset - 1, entry.length + 1);
    const kept = marked[0]!;
    marked[0] = 0;
    writeHash(marked, hashes, number * hashLength);
    marked[0] = kept;
  }
  return hashes;
}
