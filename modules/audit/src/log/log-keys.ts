import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { newId } from '@nexus/kernel';
import { type NoteSigner, type VerifierKey, verifierKey } from '@nexus/transparency-log';
import type { SealerPort } from '../audit.ports.ts';
import type { AnyTx } from '../audit.repository.ts';
import { insertKey, type KeyRow, listKeys } from './keys.repository.ts';

export type LogKeys = {
  origin: string;
  /** Active and coming keys: those that sign. */
  signers: (NoteSigner & { keyId: string; state: KeyRow['state'] })[];
  /** All that ever signed, oldest first. */
  all: VerifierKey[];
};

const sealedAs = 'audit_keys.private_key';

/** Makes a key and puts it beside the others. Null when there is one in that state already. */
export async function addKey(
  tx: AnyTx,
  sealer: SealerPort,
  origin: string,
  state: 'active' | 'coming',
): Promise<{ keyId: string; key: VerifierKey } | null> {
  const id = newId();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = verifierKey(origin, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const sealed = sealer.seal({ kind: sealedAs, objectId: id }, privateKey.export({ format: 'der', type: 'pkcs8' }));
  const isFirst = await insertKey(tx, { id, origin, publicKey: key.publicKey, privateKey: sealed, state });
  return isFirst ? { keyId: id, key } : null;
}

/** A name that no other installation has; it need not lead anywhere. */
export function newOrigin(): string {
  return `nexus.invalid/log/${randomBytes(8).toString('hex')}`;
}

/** Null before the first key was made. @throws SealBrokenError when a private half was changed or belongs to another row */
export async function loadKeys(tx: AnyTx, sealer: SealerPort): Promise<LogKeys | null> {
  const rows = await listKeys(tx);
  const origin = rows[0]?.origin;
  if (origin === undefined) return null;
  const signers = rows.flatMap(({ id, publicKey, privateKey, state }) => {
    if (privateKey === null) return [];
    const der = sealer.open({ kind: sealedAs, objectId: id }, privateKey);
    const key = verifierKey(origin, publicKey);
    return [{ keyId: id, state, key, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }];
  });
  return { origin, signers, all: rows.map(({ publicKey }) => verifierKey(origin, publicKey)) };
}
