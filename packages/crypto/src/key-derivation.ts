import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** HKDF-SHA256 (RFC 5869), extract and expand. `length` in bytes, at most 8,160. */
export function hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array | string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}

const firstBlock = Buffer.of(1);

/**
 * The expand step of HKDF-SHA256 for exactly 32 bytes, which is one block: HMAC(prk, info || 0x01). Extract is left out as RFC 5869
 * section 3.3 allows, because `prk` is itself uniformly random; half the price of the whole function on the path of every object.
 */
export function expandKey(prk: KeyObject, info: Uint8Array): Buffer {
  return createHmac('sha256', prk).update(info).update(firstBlock).digest();
}

/** A key for one use of one space: HKDF with the purpose and the space id in its info, so that no two uses ever share a key. */
export function purposeKey(spaceKey: Uint8Array, spaceId: string, purpose: string): KeyObject {
  return createSecretKey(hkdf(spaceKey, Buffer.alloc(0), encodeFields(['nexus/key/1', purpose, spaceId]), 32));
}

/** Every field behind its length (32 bits, big-endian): two different lists never give the same bytes. */
export function encodeFields(fields: readonly string[]): Buffer {
  let size = 0;
  for (const field of fields) size += 4 + Buffer.byteLength(field);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const field of fields) {
    const written = bytes.write(field, at + 4);
    bytes.writeUInt32BE(written, at);
    at += 4 + written;
  }
  return bytes;
}
