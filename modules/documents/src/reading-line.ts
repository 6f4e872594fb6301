import type { DocumentRow, VersionRow } from './documents.tables.ts';

export type ClaimedVersion = { version: VersionRow; document: DocumentRow };

export type ReadingLine = {
  /** Waits for a place at the readers and takes the version for reading; null when it is done, cancelled or gone, or on abort. */
  claim(versionId: string, signal: AbortSignal): Promise<ClaimedVersion | null>;
  /** Gives the place of one claimed version back. */
  leave(): void;
  /** Nothing else waits or is being read. A document that still holds its place counts, and so is never alone. */
  isEmpty(): boolean;
};

export type ReadingLineOptions = {
  /** Takes versions for reading, in one transaction. */
  claimVersions(versionIds: readonly string[]): Promise<readonly ClaimedVersion[]>;
  /** Versions that are claimed at the same time. */
  places: number;
};

type Waiting = { versionId: string; signal: AbortSignal; done: PromiseWithResolvers<ClaimedVersion | null> };

/**
 * Who is next at the readers. Under load versions are claimed when half of the places are free, several in one transaction, while the other half
 * keeps the readers busy. No more than `places` are ever claimed and unread: a crash counts as an attempt against those alone.
 */
export function createReadingLine({ claimVersions, places }: ReadingLineOptions): ReadingLine {
  const waiting: Waiting[] = [];
  let free = places;
  let isClaiming = false;

  function claim(versionId: string, signal: AbortSignal): Promise<ClaimedVersion | null> {
    const one: Waiting = { versionId, signal, done: Promise.withResolvers() };
    waiting.push(one);
    const giveUp = () => {
      const at = waiting.indexOf(one);
      // One that is being claimed ends the usual way.
      if (at >= 0) waiting.splice(at, 1)[0]!.done.resolve(null);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    // What comes in the same turn is claimed together.
    queueMicrotask(() => void claimNext());
    return one.done.promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  async function claimNext(): Promise<void> {
    const isEnough = free >= waiting.length || free >= places / 2;
    if (isClaiming || waiting.length === 0 || free === 0 || !isEnough) return;
    isClaiming = true;
    const group = waiting.splice(0, free);
    free -= group.length;
    try {
      const claimed = await claimVersions(group.map(({ versionId }) => versionId));
      const found = new Map(claimed.map((one) => [one.version.id, one]));
      free += group.length - claimed.length;
      for (const { versionId, done } of group) done.resolve(found.get(versionId) ?? null);
    } catch (error) {
      free += group.length;
      for (const { done } of group) done.reject(error);
    } finally {
      isClaiming = false;
    }
    await claimNext();
  }

  return {
    claim,
    leave() {
      free += 1;
      void claimNext();
    },
    isEmpty: () => free === places && waiting.length === 0,
  };
}
