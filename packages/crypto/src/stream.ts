import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SealedRead } from './contract.ts';
import { bufferOf, keyIdBytes, tagBytes } from './envelope.ts';
import { SealBrokenError } from './errors.ts';
import { pooledRandom } from './nonces.ts';

/** `NXB`, format version 1. */
export const streamMagic = Buffer.from('NXB\x01', 'latin1');
export const chunkBytes = 64 * 1024;
const sealedChunkBytes = chunkBytes + tagBytes;
const saltBytes = 32;
export const streamHeaderBytes = streamMagic.length + keyIdBytes + saltBytes;

/** Key of one stream from its header (which holds a random salt, so that no two streams share a key). */
export type StreamKeyOf = (header: Buffer) => Buffer;

/** Size of the sealed form of `plainSize` bytes. */
export function sealedStreamSize(plainSize: number): number {
  return streamHeaderBytes + plainSize + tagBytes * Math.max(1, Math.ceil(plainSize / chunkBytes));
}

/** Size of the plaintext in a sealed stream of `sealedSize` bytes. @throws SealBrokenError when no stream has that size. */
export function plainStreamSize(sealedSize: number): number {
  const body = sealedSize - streamHeaderBytes;
  const chunks = Math.ceil(body / sealedChunkBytes);
  const plain = body - chunks * tagBytes;
  if (!Number.isSafeInteger(sealedSize) || body < tagBytes || sealedStreamSize(plain) !== sealedSize) {
    throw new SealBrokenError('truncated');
  }
  return plain;
}

export function newStreamHeader(keyId: Uint8Array): Buffer {
  return Buffer.concat([streamMagic, keyId, pooledRandom(saltBytes)]);
}

/** The key id that a stream's header names. @throws SealBrokenError */
export function streamKeyId(header: Buffer): Buffer {
  if (header.length < streamHeaderBytes) throw new SealBrokenError('truncated');
  if (streamMagic.compare(header, 0, streamMagic.length) !== 0) throw new SealBrokenError('format');
  return header.subarray(streamMagic.length, streamMagic.length + keyIdBytes);
}

/**
 * STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): chunk n is sealed with nonce n and a flag that only the last chunk carries, under a
 * key of its own stream. Reordered, dropped, repeated or appended chunks meet a wrong nonce; a stream cut between chunks ends in one
 * without the flag. Holds two chunks in memory.
 */
export async function* sealChunks(
  header: Buffer,
  keyOf: StreamKeyOf,
  associated: Buffer,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, undefined> {
  const key = keyOf(header);
  yield header;
  let index = 0;
  let held: Buffer | null = null;
  for await (const chunk of rechunk(source, chunkBytes)) {
    if (held !== null) {
      yield sealChunk(key, associated, index, false, held);
      index += 1;
    }
    held = chunk;
  }
  yield sealChunk(key, associated, index, true, held ?? Buffer.alloc(0));
}

/** @throws SealBrokenError at the first chunk that is not as it was sealed, or at the end when chunks are missing. */
export async function* openChunks(
  keyOf: StreamKeyOf,
  associated: Buffer,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, undefined> {
  let key: Buffer | null = null;
  let index = 0;
  let held: Buffer | null = null;
  for await (const piece of rechunk(sealed, sealedChunkBytes, streamHeaderBytes)) {
    if (key === null) {
      if (piece.length < streamHeaderBytes) throw new SealBrokenError('truncated');
      key = keyOf(piece);
      continue;
    }
    if (held !== null) {
      yield openChunk(key, associated, index, false, held);
      index += 1;
    }
    held = piece;
  }
  if (key === null || held === null) throw new SealBrokenError('truncated');
  const last = openChunk(key, associated, index, true, held);
  if (last.length === 0 && index > 0) throw new SealBrokenError('format');
  if (last.length > 0) yield last;
}

/** Plaintext bytes `start` to `end` of a stream that can be read at any offset; O(end - start) plus one chunk. */
export async function openChunkRange(
  keyOf: StreamKeyOf,
  associated: Buffer,
  sealedSize: number,
  read: SealedRead,
  start: number,
  end: number,
): Promise<Buffer> {
  const plainSize = plainStreamSize(sealedSize);
  const from = Math.max(0, start);
  const to = Math.min(end, plainSize);
  const key = keyOf(bufferOf(await read(0, streamHeaderBytes)));
  const lastIndex = Math.max(0, Math.ceil(plainSize / chunkBytes) - 1);
  const openAt = async (index: number): Promise<Buffer> => {
    const offset = streamHeaderBytes + index * sealedChunkBytes;
    const length = Math.min(sealedChunkBytes, sealedSize - offset);
    const bytes = bufferOf(await read(offset, length));
    if (bytes.length !== length) throw new SealBrokenError('truncated');
    return openChunk(key, associated, index, index === lastIndex, bytes);
  };
  const last = await openAt(lastIndex);
  if (from >= to) return Buffer.alloc(0);
  const first = Math.floor(from / chunkBytes);
  const parts: Buffer[] = [];
  for (let index = first; index * chunkBytes < to; index += 1) {
    parts.push(index === lastIndex ? last : await openAt(index));
  }
  const skipped = first * chunkBytes;
  return Buffer.concat(parts).subarray(from - skipped, to - skipped);
}

function sealChunk(key: Buffer, associated: Buffer, index: number, isLast: boolean, chunk: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, chunkNonce(index, isLast));
  cipher.setAAD(associated);
  const sealed = Buffer.allocUnsafe(chunk.length + tagBytes);
  sealed.set(cipher.update(chunk), 0);
  cipher.final();
  sealed.set(cipher.getAuthTag(), chunk.length);
  return sealed;
}

function openChunk(key: Buffer, associated: Buffer, index: number, isLast: boolean, sealed: Buffer): Buffer {
  const size = sealed.length - tagBytes;
  if (size < 0) throw new SealBrokenError('truncated');
  const decipher = createDecipheriv('aes-256-gcm', key, chunkNonce(index, isLast), { authTagLength: tagBytes });
  decipher.setAAD(associated).setAuthTag(sealed.subarray(size));
  const chunk = decipher.update(sealed.subarray(0, size));
  try {
    decipher.final();
  } catch (cause) {
    throw new SealBrokenError(isLast ? 'truncated' : 'authentication', { cause });
  }
  return chunk;
}

/** 3 zero bytes, the chunk's number (64 bits), the last-chunk flag. */
function chunkNonce(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 3);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/**
 * Cuts a stream into pieces of `size` bytes (the first of `firstSize`); the last may be shorter. Yields no empty piece. A piece takes the room of what has
 * come, so that a small file does not pay for a whole chunk.
 */
async function* rechunk(
  source: AsyncIterable<Uint8Array>,
  size: number,
  firstSize: number = size,
): AsyncGenerator<Buffer, void, undefined> {
  let wanted = firstSize;
  let piece: Buffer = Buffer.alloc(0);
  let filled = 0;
  for await (const bytes of source) {
    let at = 0;
    while (at < bytes.length) {
      const taken = Math.min(wanted - filled, bytes.length - at);
      if (filled + taken > piece.length) piece = enlarged(piece, filled, filled + taken, wanted);
      piece.set(bytes.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < wanted) continue;
      yield piece.subarray(0, filled);
      piece = Buffer.alloc(0);
      filled = 0;
      wanted = size;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/** Room for `needed` bytes, and for as much again where more has come before: few copies, and never more than `most`. */
function enlarged(piece: Buffer, filled: number, needed: number, most: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(most, filled === 0 ? needed : needed * 2));
  piece.copy(larger, 0, 0, filled);
  return larger;
}
