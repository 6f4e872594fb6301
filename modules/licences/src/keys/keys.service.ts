import { type Actor, newId, type PersonActor } from '@nexus/kernel';
import {
  armour,
  type KeyPurpose,
  LicenceFileError,
  newSigningKey,
  privatePemOf,
  publicPemOf,
  readFileBytes,
  readIntermediate,
  readPrivatePem,
  readPublicPem,
  type SigningKey,
} from '@nexus/licence-file';
import {
  ForeignKeyFileError,
  LicenceNotFoundError,
  NoSigningKeyError,
  TermsContradictError,
} from '../licences.errors.ts';
import { type Parts, personIdOf } from '../licences.parts.ts';
import { mayKeepKeys } from '../licences.policy.ts';
import type { KeyRow, LicencesTx } from '../licences.tables.ts';
import * as repository from './keys.repository.ts';

export type Signer = { key: SigningKey; chain: Buffer };

export type KeysService = ReturnType<typeof createKeysService>;

/**
 * Keys that issue. Roots stay offline: here lie their public parts. An intermediate is made here, its public part is carried to the root, and the root's
 * word comes back as a file.
 */
export function createKeysService({ act, ensureMay, record, sealer, clock }: Parts) {
  const sealedKey = (id: string) => ({ kind: 'licence_keys.private_key', objectId: id });

  /** @throws TermsContradictError for what is no Ed25519 key */
  async function addRoot(actor: PersonActor, publicPem: string): Promise<{ kid: string }> {
    const { kid } = readPem(publicPem);
    await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayKeepKeys);
      const isNew = await repository.insertRoot(tx, { kid, publicPem, addedBy: actor.personId, addedAt: clock.now() });
      if (isNew) await record(tx, actor, 'licence_root.added', null, { kid });
    });
    return { kid };
  }

  /** A key that waits for a root's word. */
  async function create(actor: PersonActor): Promise<KeyRow> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayKeepKeys);
      const key = newSigningKey();
      const now = clock.now();
      const id = newId(now.getTime());
      const row: KeyRow = {
        id,
        kid: key.kid,
        publicPem: publicPemOf(key),
        privateKey: sealer.sealText(sealedKey(id), privatePemOf(key)),
        chain: null,
        issuer: null,
        purposes: [],
        notBefore: null,
        notAfter: null,
        state: 'waiting',
        revokedFrom: null,
        createdBy: actor.personId,
        createdAt: now,
      };
      await repository.insertKey(tx, row);
      await record(tx, actor, 'licence_key.created', { kind: 'licence_key', id }, { kid: key.kid });
      return row;
    });
  }

  /** The root's word for a key that waits: from now on this one signs, and the one before rests. */
  async function activate(actor: PersonActor, file: string): Promise<KeyRow> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayKeepKeys);
      const roots = (await repository.listRoots(tx)).map(({ publicPem }) => readPem(publicPem));
      const { bytes, trusted } = readChain(file, roots);
      const row = await repository.findKey(tx, trusted.kid);
      if (row?.state !== 'waiting') throw new ForeignKeyFileError();
      const before = await repository.findActiveKey(tx);
      if (before) await repository.updateKey(tx, before.id, { state: 'retired' });
      const change = {
        chain: bytes.toString('base64'),
        issuer: trusted.issuer,
        purposes: trusted.purposes as KeyPurpose[],
        notBefore: new Date(trusted.notBefore),
        notAfter: new Date(trusted.notAfter),
        state: 'active' as const,
      };
      await repository.updateKey(tx, row.id, change);
      await record(tx, actor, 'licence_key.activated', { kind: 'licence_key', id: row.id }, { kid: row.kid });
      return { ...row, ...change };
    });
  }

  /** From a moment on nothing that it signed is believed; machines learn it from the next list. */
  async function revoke(actor: PersonActor, kid: string, from: Date): Promise<void> {
    await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayKeepKeys);
      const row = await repository.findKey(tx, kid);
      if (!row) throw new LicenceNotFoundError('key');
      if (row.state === 'waiting') throw new TermsContradictError('A key that never signed cannot be revoked.');
      await repository.updateKey(tx, row.id, { state: 'revoked', revokedFrom: from });
      await record(tx, actor, 'licence_key.revoked', { kind: 'licence_key', id: row.id }, { kid });
    });
  }

  async function list(actor: PersonActor): Promise<{ roots: { kid: string; addedAt: Date }[]; keys: KeyRow[] }> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, (memberships) => memberships.some(({ kind }) => kind === 'network'));
      return { roots: await repository.listRoots(tx), keys: await repository.listKeys(tx) };
    });
  }

  /** What signs now, in the caller's transaction. @throws NoSigningKeyError */
  async function signer(tx: LicencesTx, purpose: KeyPurpose): Promise<Signer> {
    const row = await repository.findActiveKey(tx);
    const now = clock.now();
    if (!row?.chain || !row.purposes.includes(purpose) || now < row.notBefore! || now > row.notAfter!)
      throw new NoSigningKeyError();
    return {
      key: readPrivatePem(sealer.openText(sealedKey(row.id), row.privateKey)),
      chain: Buffer.from(row.chain, 'base64'),
    };
  }

  /** Who added what, for an installation that is set up by a program: the same steps without a person. */
  async function adopt(
    tx: LicencesTx,
    actor: Actor,
    made: { rootPem: string; key: SigningKey; chain: Uint8Array },
  ): Promise<void> {
    const now = clock.now();
    const root = readPem(made.rootPem);
    await repository.insertRoot(tx, {
      kid: root.kid,
      publicPem: made.rootPem,
      addedBy: personIdOf(actor),
      addedAt: now,
    });
    const { trusted, bytes } = readChain(armour(made.chain), [root]);
    const before = await repository.findActiveKey(tx);
    if (before) await repository.updateKey(tx, before.id, { state: 'retired' });
    const id = newId(now.getTime());
    await repository.insertKey(tx, {
      id,
      kid: made.key.kid,
      publicPem: publicPemOf(made.key),
      privateKey: sealer.sealText(sealedKey(id), privatePemOf(made.key)),
      chain: bytes.toString('base64'),
      issuer: trusted.issuer,
      purposes: trusted.purposes,
      notBefore: new Date(trusted.notBefore),
      notAfter: new Date(trusted.notAfter),
      state: 'active',
      revokedFrom: null,
      createdBy: personIdOf(actor),
      createdAt: now,
    });
    await record(tx, actor, 'licence_key.activated', { kind: 'licence_key', id }, { kid: made.key.kid });
  }

  return { addRoot, create, activate, revoke, list, signer, adopt };
}

function readPem(pem: string) {
  try {
    return readPublicPem(pem);
  } catch (cause) {
    throw new TermsContradictError(
      'This is no Ed25519 public key in PEM.',
      [{ path: 'publicPem', message: 'not a key' }],
      { cause },
    );
  }
}

function readChain(file: string, roots: readonly ReturnType<typeof readPem>[]) {
  try {
    const bytes = readFileBytes(file);
    return { bytes, trusted: readIntermediate(bytes, { roots }) };
  } catch (error) {
    if (error instanceof LicenceFileError) throw new ForeignKeyFileError();
    throw error;
  }
}
