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

/** What else than wrapping keys the root key is good for. */
export type RootPurpose = 'backup' | 'audit-signing' | 'certificates' | 'unseal' | 'self-test';

/**
 * 32 bytes for one purpose, by HKDF from the root key under a label of its own: who holds them learns nothing of the root key or of any other purpose.
 * They change with the root key.
 */
export function rootPurposeKey(rootKey: Uint8Array, purpose: RootPurpose): Buffer {
  if (rootKey.length !== 32) throw new TypeError('a root key has 32 bytes');
  return hkdf(rootKey, Buffer.alloc(0), encodeFields(['nexus/root/purpose/1', purpose]), 32);
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
