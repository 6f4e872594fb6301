import { type CipherKey, createCipheriv, createDecipheriv } from 'node:crypto';
import { SealBrokenError } from './errors.ts';
import { nonceBytes, randomNonce } from './nonces.ts';

/** `NXS`, format version 1. */
export const objectMagic = Buffer.from('NXS\x01', 'latin1');
/** `NXW`: a key wrapped by another key. */
export const wrapMagic = Buffer.from('NXW\x01', 'latin1');

export const keyIdBytes = 16;
export const tagBytes = 16;
const pieceBytes = 1024 ** 2;
const prefixBytes = objectMagic.length + keyIdBytes;
/** What sealing adds to a plaintext: magic and version (4), key id (16), nonce (12), tag (16). */
export const sealOverhead = prefixBytes + nonceBytes + tagBytes;

/**
 * Layout: magic and version (4) | key id (16) | nonce (12) | ciphertext | tag (16). Magic, version and key id are authenticated together
 * with `associated`; a changed nonce gives a wrong tag by itself.
 */
export function sealEnvelope(
  magic: Buffer,
  keyId: Uint8Array,
  key: CipherKey,
  associated: Uint8Array,
  plaintext: Uint8Array,
): Buffer {
  const sealed = Buffer.allocUnsafe(sealOverhead + plaintext.length);
  magic.copy(sealed, 0);
  sealed.set(keyId, magic.length);
  const nonce = randomNonce();
  sealed.set(nonce, prefixBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(sealed.subarray(0, prefixBytes)).setAAD(associated);
  // In pieces: the ciphertext of an index segment of a hundred megabytes need not exist twice.
  for (let at = 0; at < plaintext.length; at += pieceBytes) {
    sealed.set(cipher.update(plaintext.subarray(at, at + pieceBytes)), prefixBytes + nonceBytes + at);
  }
  cipher.final();
  sealed.set(cipher.getAuthTag(), sealed.length - tagBytes);
  return sealed;
}

/** The key id of a sealed object. @throws SealBrokenError when the bytes do not begin as `magic` says or are too short. */
export function envelopeKeyId(magic: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < sealOverhead) throw new SealBrokenError('format');
  if (magic.compare(sealed, 0, magic.length) !== 0) throw new SealBrokenError('format');
  return sealed.subarray(magic.length, prefixBytes);
}

/** @throws SealBrokenError when any byte differs from what was sealed with the same key and associated data. */
export function openEnvelope(key: CipherKey, associated: Uint8Array, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(prefixBytes, prefixBytes + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(sealed.subarray(0, prefixBytes)).setAAD(associated);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plaintext = decipher.update(sealed.subarray(prefixBytes + nonceBytes, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch (cause) {
    throw new SealBrokenError('authentication', { cause });
  }
  return plaintext;
}

/** The same memory as a Buffer; nothing is copied. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
