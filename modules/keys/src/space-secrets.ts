import {
  createSealer,
  fingerprintKeyOf,
  generateKey,
  keyIdOf,
  SealBrokenError,
  type Sealer,
  type SpaceKey,
  unwrapKey,
  wrapKey,
} from '@nexus/crypto';
import { KeyTableDamagedError, WrongRootKeyError } from './keys.errors.ts';
import type { SpaceKeyRow } from './keys.repository.ts';

/** What is wrapped for a space: its key (32 bytes), and for every key but the first also the key of the space's fingerprints (32 bytes). */
export type NewSpaceKey = { key: SpaceKey; row: { spaceId: string; keyId: Buffer; wrappedKey: Buffer } };

/** A fresh key; `earlier` is that of the same space whose fingerprints go on. */
export function newSpaceKey(rootKey: Uint8Array, spaceId: string, earlier: SpaceKey | null): NewSpaceKey {
  const spaceKey = generateKey();
  const key: SpaceKey = {
    spaceKey,
    keyId: keyIdOf(spaceKey),
    ...(earlier ? { fingerprintKey: fingerprintKeyOf(earlier, spaceId) } : {}),
  };
  return { key, row: { spaceId, keyId: Buffer.from(key.keyId), wrappedKey: wrapSpaceKey(rootKey, spaceId, key) } };
}

export function wrapSpaceKey(rootKey: Uint8Array, spaceId: string, { spaceKey, fingerprintKey }: SpaceKey): Buffer {
  return wrapKey(rootKey, spaceId, fingerprintKey ? Buffer.concat([spaceKey, fingerprintKey]) : spaceKey);
}

/** @throws WrongRootKeyError, KeyTableDamagedError */
export function unwrapSpaceKey(rootKey: Uint8Array, { spaceId, keyId, wrappedKey }: SpaceKeyRow): SpaceKey {
  let secret: Buffer;
  try {
    secret = unwrapKey(rootKey, spaceId, wrappedKey);
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    if (error.fault === 'unknown_key') {
      const detail =
        'The keys in this database belong to another root key. Give the key file or unseal.json of this installation.';
      throw new WrongRootKeyError(detail, { cause: error });
    }
    throw new KeyTableDamagedError([spaceId], null, { cause: error });
  }
  const spaceKey = secret.subarray(0, 32);
  const isWhole = (secret.length === 32 || secret.length === 64) && keyIdOf(spaceKey).equals(keyId);
  if (!isWhole) throw new KeyTableDamagedError([spaceId], null);
  return { keyId, spaceKey, ...(secret.length === 64 ? { fingerprintKey: secret.subarray(32) } : {}) };
}

/** Null when no key of the space is active. `rows`: all keys of the space that open, the active one first. */
export function sealerOf(rootKey: Buffer, spaceId: string, rows: readonly SpaceKeyRow[]): Sealer | null {
  const [active, ...retired] = rows;
  if (active === undefined || !active.isActive) return null;
  const unwrap = (row: SpaceKeyRow) => unwrapSpaceKey(rootKey, row);
  return createSealer({ spaceId, ...unwrap(active), retiredKeys: retired.map(unwrap) });
}
