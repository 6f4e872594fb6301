import { createSealer, type RootPurpose, rootPurposeKey, type Sealer, systemSpaceId } from '@nexus/crypto';
import { SpaceKeyNotFoundError } from './keys.errors.ts';
import type { KeysDatabase } from './keys.ports.ts';
import {
  type AnyTx,
  holdRootSteady,
  insertFirstKey,
  insertFirstKeyUnlessThere,
  listSpaceKeys,
} from './keys.repository.ts';
import { holdRootKey, type RootKey } from './root-key.ts';
import { createSealerCache } from './sealer-cache.ts';
import { newSpaceKey, sealerOf } from './space-secrets.ts';
import { lastingSealer } from './system-sealer.ts';

export type Keyring = {
  /** The sealer of everything that belongs to no space. */
  system(): Sealer;
  /** @throws SpaceKeyNotFoundError for a space without a key; WrongRootKeyError when the root key does not open it */
  forSpace(spaceId: string): Promise<Sealer>;
  /** Many at once in one query. Spaces without a key are left out of the answer. */
  forSpaces(spaceIds: readonly string[]): Promise<Map<string, Sealer>>;
  /**
   * Gives a new space its key in the transaction that makes the space, and returns its sealer for use in that transaction.
   * @throws ConflictError when the space has a key already
   */
  createSpaceKey(tx: AnyTx, spaceId: string): Promise<Sealer>;
  /**
   * A key for one purpose of the installation, derived from the root key, which itself leaves this place for nobody. It changes when the root key is
   * rotated: `rootKeyId` says which root key it comes from, and belongs beside whatever was made with it.
   */
  deriveRootPurposeKey(purpose: RootPurpose): Buffer;
  /** Names the root key (hex); says nothing about it. */
  rootKeyId(): string;
  /** Drops the space's keys from memory; the next use reads them again. Call it after a rotation or an erasure. */
  forget(spaceId: string): void;
  /** All keys are read again: the system's at once, the others with their next use. */
  renew(): Promise<void>;
};

export type KeyringOptions = {
  /** 32 bytes; lives in the memory of this process only. */
  rootKey: Uint8Array | RootKey;
  database: KeysDatabase;
  /** Most sealers kept in memory; about 4 kB each. */
  capacity?: number;
};

const job = 'keys.load';

/**
 * Opens the keyring and makes the system's own key at the first start; processes that start at once agree on one.
 * @throws WrongRootKeyError when the database was sealed under another root key
 */
export async function createKeyring({ rootKey, database, capacity = 10_000 }: KeyringOptions): Promise<Keyring> {
  const root = 'current' in rootKey ? rootKey : holdRootKey(rootKey);
  const cache = createSealerCache(capacity);
  const loading = new Map<string, Promise<Sealer | null>>();
  let forgotten = 0;

  const load = async (spaceIds: readonly string[]): Promise<Map<string, Sealer>> => {
    const rows = await database.withWorker(job, (tx) => listSpaceKeys(tx, spaceIds), { readOnly: true });
    const sealers = new Map<string, Sealer>();
    for (const [spaceId, keys] of Map.groupBy(rows, (row) => row.spaceId)) {
      const sealer = sealerOf(root.current(), spaceId, keys);
      if (sealer === null) continue;
      sealers.set(spaceId, sealer);
    }
    return sealers;
  };

  /** Callers that ask for the same space at the same time share one query. A miss is not remembered: the space may be on its way. */
  const share = (spaceIds: readonly string[]): void => {
    const batch = load(spaceIds);
    for (const spaceId of spaceIds) {
      const one = batch
        .then((sealers) => sealers.get(spaceId) ?? null)
        .finally(() => {
          if (loading.get(spaceId) === one) loading.delete(spaceId);
        });
      loading.set(spaceId, one);
    }
  };

  const findMany = async (spaceIds: readonly string[]): Promise<Map<string, Sealer>> => {
    const forgottenBefore = forgotten;
    const found = new Map<string, Sealer>();
    const missing: string[] = [];
    for (const spaceId of new Set(spaceIds)) {
      const cached = cache.find(spaceId);
      if (cached === null) missing.push(spaceId);
      else found.set(spaceId, cached);
    }
    const unasked = missing.filter((spaceId) => !loading.has(spaceId));
    if (unasked.length > 0) share(unasked);
    const pending = missing.map((spaceId) => ({ spaceId, promise: loading.get(spaceId)! }));
    const loaded = await Promise.all(pending.map(({ promise }) => promise));
    for (const [index, sealer] of loaded.entries()) {
      if (sealer === null) continue;
      found.set(pending[index]!.spaceId, sealer);
      // What was read before a `forget` may be what had to be forgotten.
      if (forgotten === forgottenBefore) cache.put(sealer);
    }
    return found;
  };

  const first = newSpaceKey(root.current(), systemSpaceId, null);
  await database.withWorker('keys.create', (tx) => insertFirstKeyUnlessThere(tx, first.row));
  const loadSystem = async (): Promise<Sealer> => {
    const loaded = (await load([systemSpaceId])).get(systemSpaceId);
    if (loaded === undefined) throw new SpaceKeyNotFoundError('The key of the system was erased.');
    return loaded;
  };
  let newest = await loadSystem();
  const system = lastingSealer(() => newest);

  return {
    system: () => system,
    async forSpace(spaceId) {
      if (spaceId === systemSpaceId) return system;
      const cached = cache.find(spaceId);
      if (cached !== null) return cached;
      const sealer = (await findMany([spaceId])).get(spaceId);
      if (sealer === undefined)
        throw new SpaceKeyNotFoundError('There is no key for this space.', { meta: { spaceId } });
      return sealer;
    },
    forSpaces: findMany,
    async createSpaceKey(tx, spaceId) {
      await holdRootSteady(tx);
      const { key, row } = newSpaceKey(root.current(), spaceId, null);
      await insertFirstKey(tx, row);
      // Not kept: when the transaction is rolled back, nothing may ever be sealed with this key.
      return createSealer({ spaceId, ...key });
    },
    deriveRootPurposeKey: (purpose) => rootPurposeKey(root.current(), purpose),
    rootKeyId: () => root.id(),
    forget(spaceId) {
      forgotten += 1;
      cache.remove(spaceId);
      loading.delete(spaceId);
    },
    async renew() {
      forgotten += 1;
      cache.clear();
      loading.clear();
      newest = await loadSystem();
    },
  };
}
