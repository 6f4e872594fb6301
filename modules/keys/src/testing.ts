import { createSealer, generateKey, keyIdOf, rootPurposeKey, type Sealer, systemSpaceId } from '@nexus/crypto';
import { SpaceKeyNotFoundError } from './keys.errors.ts';
import type { Keyring } from './keys.service.ts';

/** A keyring without a database, for tests of modules that seal: real sealers, keys of this process only. */
export function createMemoryKeyring(): Keyring {
  const sealers = new Map<string, Sealer>();
  const add = (spaceId: string): Sealer => {
    const spaceKey = generateKey();
    const sealer = createSealer({ spaceId, spaceKey, keyId: keyIdOf(spaceKey) });
    sealers.set(spaceId, sealer);
    return sealer;
  };
  const system = add(systemSpaceId);
  const root = generateKey();
  return {
    system: () => system,
    async forSpace(spaceId) {
      const sealer = sealers.get(spaceId);
      if (sealer === undefined) throw new SpaceKeyNotFoundError('There is no key for this space.');
      return sealer;
    },
    async forSpaces(spaceIds) {
      return new Map(spaceIds.flatMap((spaceId) => (sealers.has(spaceId) ? [[spaceId, sealers.get(spaceId)!]] : [])));
    },
    createSpaceKey: async (_tx, spaceId) => add(spaceId),
    deriveRootPurposeKey: (purpose) => rootPurposeKey(root, purpose),
    rootKeyId: () => keyIdOf(root).toString('hex'),
    forget: () => {},
    renew: async () => {},
  };
}
