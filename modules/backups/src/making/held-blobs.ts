import type { BlobStore } from '@nexus/blobs';

/** Whoever copies the objects: which it has, so that none is removed before. */
export type BlobFollower = { has(key: string): boolean };

export type HeldBlobs = {
  /** For everybody: writes are told to the followers, removals wait until every follower has the object. */
  store: BlobStore;
  follow(follower: BlobFollower): Following;
  /** Removes what waited and is copied now. */
  settle(): Promise<void>;
};

export type Following = {
  /** Keys that were written or removed since the last call. A hint beside the listing of the whole store. */
  takeFresh(): string[];
  end(): void;
};

/** Pieces of uploads that go on are not backed up: whoever sent them begins that upload again. */
export const backedUpPrefixes = ['blobs', 'segments'] as const;

const isBackedUp = (key: string) => backedUpPrefixes.some((prefix) => key.startsWith(`${prefix}/`));

/**
 * Keeps the promise that a moment which can be restored has all its objects: a removal is carried out only when every backup in progress has a copy of
 * the object, because somebody may restore to the moment before. Between, readers may still see it, which harms nobody: no row names it.
 */
export function createHeldBlobs(inner: BlobStore): HeldBlobs {
  const followers = new Map<BlobFollower, Set<string>>();
  const waiting = new Set<string>();
  const isCopied = (key: string) => [...followers.keys()].every((follower) => follower.has(key));
  const tell = (key: string) => {
    if (isBackedUp(key)) for (const fresh of followers.values()) fresh.add(key);
  };

  async function settle(): Promise<void> {
    for (const key of [...waiting]) {
      if (!isCopied(key)) continue;
      waiting.delete(key);
      await inner.remove(key);
    }
  }

  return {
    store: {
      ...inner,
      async write(key, source) {
        const size = await inner.write(key, source);
        tell(key);
        return size;
      },
      async remove(key) {
        if (!isBackedUp(key) || isCopied(key)) return await inner.remove(key);
        waiting.add(key);
        tell(key);
      },
    },
    follow(follower) {
      const fresh = new Set<string>();
      followers.set(follower, fresh);
      return {
        takeFresh() {
          const keys = [...fresh];
          fresh.clear();
          return keys;
        },
        end() {
          followers.delete(follower);
          void settle().catch(() => {}); // Left for the sweep at the next start.
        },
      };
    },
    settle,
  };
}
