import { recogniseShare, type Share, UnsealError, type UnsealFile } from '@nexus/crypto';

export type SharesProgress = { setId: string; given: number; needed: number; indexes: number[]; expiresAt: string };

/** Shares that came so far: from several people, in several visits, in memory only and for a limited time. */
export type ShareCollection = {
  /** The shares when there are enough, else null. @throws UnsealError that names what is wrong with this one; those before it stay */
  add(text: string): Share[] | null;
  progress(): SharesProgress | null;
  clear(): void;
};

const keptMs = 15 * 60_000;

export function createShareCollection(file: () => UnsealFile, now: () => number = Date.now): ShareCollection {
  let shares: Share[] = [];
  let expiresAt = 0;

  const clear = (): void => {
    for (const { value } of shares) value.fill(0);
    shares = [];
  };
  const current = (): Share[] => {
    if (shares.length > 0 && now() >= expiresAt) clear();
    return shares;
  };

  return {
    add(text) {
      const { generations } = file();
      const methods = generations.flatMap((generation) => generation.methods);
      const retiredSets = generations.flatMap((generation) => generation.retiredSets);
      const { share, method } = recogniseShare(methods, retiredSets, text);
      const [first] = current();
      if (first !== undefined && first.setId !== share.setId) clear();
      if (shares.some(({ index }) => index === share.index))
        throw new UnsealError(
          'share_given_twice',
          `Share ${share.index} is here already; another person's is needed.`,
          {
            share: share.index,
          },
        );
      if (shares.length === 0) expiresAt = now() + keptMs;
      shares.push(share);
      return shares.length >= method.threshold ? [...shares] : null;
    },
    progress() {
      const [first] = current();
      if (first === undefined) return null;
      const { setId, threshold } = first;
      const indexes = shares.map(({ index }) => index).sort((a, b) => a - b);
      return { setId, given: shares.length, needed: threshold, indexes, expiresAt: new Date(expiresAt).toISOString() };
    },
    clear,
  };
}
