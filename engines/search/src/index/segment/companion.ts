import { crc32 } from 'node:zlib';
import { createByteReader } from '../codec/byte-reader.ts';
import { frontCode } from '../codec/front-coding.ts';
import { createGrowableBytes } from '../codec/growable-bytes.ts';
import { CorruptIndexError } from '../errors.ts';

/**
 * What a segment keeps beside itself, because searching rarely needs it: the ids of its documents (a writer that replaces documents reads
 * these 16 bytes each, not the postings) and its words in plain text (for corrections). Sealed by the store like the segment.
 */
export type Companion = {
  bytes: number;
  /** 16 bytes each, ascending. */
  documentIds: Uint8Array;
  /** Front-coded (`front-coding.ts`). */
  words: Uint8Array;
};

const magic = 0x3157_584e;
/** Numbers, codes and one- or two-letter words are nothing to correct a typing error to. */
export const correctable = /^\p{L}{3,40}$/u;

/** `words` ascending. */
export function encodeCompanion(documentIds: Uint8Array, words: readonly string[]): Uint8Array<ArrayBuffer> {
  return assembleCompanion(documentIds, frontCode(words.filter((word) => correctable.test(word))));
}

export function assembleCompanion(documentIds: Uint8Array, words: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = createGrowableBytes(documentIds.length + words.length + 16);
  body.varint(documentIds.length / 16);
  body.bytes(documentIds);
  body.bytes(words);
  const bytes = body.toBytes();
  const whole = createGrowableBytes(bytes.length + 8);
  whole.uint32(magic);
  whole.uint32(crc32(bytes));
  whole.bytes(bytes);
  return whole.toBytes();
}

/** @throws CorruptIndexError */
export function openCompanion(bytes: Uint8Array): Companion {
  const reader = createByteReader(bytes);
  if (reader.uint32() !== magic) throw new CorruptIndexError('not a companion of this format');
  if (reader.uint32() !== crc32(bytes.subarray(8))) throw new CorruptIndexError('a companion is damaged');
  const documentIds = reader.bytes(reader.varint() * 16);
  return { bytes: bytes.byteLength, documentIds, words: reader.bytes(reader.remaining) };
}

/** Name of the companion in the store. */
export function companionOf(segmentId: string): string {
  return `${segmentId}-words`;
}
