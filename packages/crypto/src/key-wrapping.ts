import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { bufferOf, envelopeKeyId, keyIdBytes, openEnvelope, sealEnvelope, wrapMagic } from './envelope.ts';
import { SealBrokenError } from './errors.ts';
import { encodeFields, expandKey, hkdf } from './key-derivation.ts';

/** 32 random bytes. */
export function generateKey(): Buffer {
  return randomBytes(32);
}

/** Name of a key, 16 bytes: the beginning of a SHA-256 over it. Says nothing about a key that is random. */
export function keyIdOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('nexus/key-id/1').update(key).digest().subarray(0, keyIdBytes);
}

/** A wrapped key is sealed under the root key and bound to its space: the wrapped key of one space does not open as that of another. */
export function wrapKey(rootKey: Uint8Array, spaceId: string, key: Uint8Array): Buffer {
  return sealEnvelope(wrapMagic, keyIdOf(rootKey), wrappingKey(rootKey, spaceId), wrapContext(spaceId), key);
}

/** @throws SealBrokenError when the key was wrapped for another space, under another root key (`unknown_key`), or was changed. */
export function unwrapKey(rootKey: Uint8Array, spaceId: string, wrapped: Uint8Array): Buffer {
  const sealed = bufferOf(wrapped);
  if (!envelopeKeyId(wrapMagic, sealed).equals(keyIdOf(rootKey))) throw new SealBrokenError('unknown_key');
  return openEnvelope(wrappingKey(rootKey, spaceId), wrapContext(spaceId), sealed);
}

function wrappingKey(rootKey: Uint8Array, spaceId: string): Buffer {
  if (rootKey.length !== 32) throw new TypeError('a root key has 32 bytes');
  const root = createSecretKey(hkdf(rootKey, Buffer.alloc(0), 'nexus/root/wrap/1', 32));
  return expandKey(root, encodeFields([spaceId]));
}

function wrapContext(spaceId: string): Buffer {
  return encodeFields(['nexus/wrap/1', spaceId]);
}
