import type { Sealer } from '@nexus/crypto';

/** Sealers by space, at most `capacity`; the one that was not used for longest goes first. Every operation is O(1). */
export type SealerCache = {
  find(spaceId: string): Sealer | null;
  put(sealer: Sealer): void;
  remove(spaceId: string): void;
  clear(): void;
  readonly size: number;
};

export function createSealerCache(capacity: number): SealerCache {
  // A Map iterates in the order of insertion: taking an entry out and putting it back makes it the youngest.
  const sealers = new Map<string, Sealer>();
  return {
    find(spaceId) {
      const sealer = sealers.get(spaceId);
      if (sealer === undefined) return null;
      sealers.delete(spaceId);
      sealers.set(spaceId, sealer);
      return sealer;
    },
    put(sealer) {
      sealers.delete(sealer.spaceId);
      sealers.set(sealer.spaceId, sealer);
      if (sealers.size <= capacity) return;
      for (const oldest of sealers.keys()) {
        sealers.delete(oldest);
        return;
      }
    },
    remove: (spaceId) => {
      sealers.delete(spaceId);
    },
    clear: () => sealers.clear(),
    get size() {
      return sealers.size;
    },
  };
}
