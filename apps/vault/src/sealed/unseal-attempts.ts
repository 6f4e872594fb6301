import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One refused or successful attempt, for the log once there is one. No secret and no part of one. */
export type UnsealAttempt = { at: string; source: string; method: 'passphrase' | 'keyFile' | 'share'; outcome: string };

export type UnsealAttempts = {
  /** Counts the attempt before it is made. Seconds to wait when there were too many; 0 lets it through. */
  begin(source: string): Promise<number>;
  /** What came of it; a success forgets what was counted. */
  end(attempt: Omit<UnsealAttempt, 'at'>, isSuccess: boolean): Promise<void>;
  /** For the audit log, oldest first; forgets them. */
  take(): Promise<{ attempts: UnsealAttempt[]; dropped: number }>;
};

type Count = { failures: number; blockedUntil: number };
type Stored = { global: Count; sources: Record<string, Count>; attempts: UnsealAttempt[]; dropped: number };

const freeFailures = 3;
const longestWaitMs = 5 * 60_000;
/** All sources together: slow for somebody with many addresses, and short enough that officers are not locked out by strangers. */
const freeOfAll = 20;
const longestWaitOfAllMs = 15_000;
const mostSources = 1_000;
const mostAttempts = 1_000;

/**
 * Slows guesses down: by source, and all together. Kept in a file, because while the server is sealed there is no database, and so that a restart starts
 * nothing anew. A file that cannot be read counts as one with too many failures.
 */
export function createUnsealAttempts(path: string, now: () => number = Date.now): UnsealAttempts {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <R>(run: () => Promise<R>): Promise<R> => {
    const next = turn.then(run);
    turn = next.catch(() => {});
    return next;
  };

  async function read(): Promise<Stored> {
    try {
      return JSON.parse(await readFile(path, 'utf8'));
    } catch (error) {
      const isNew = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      const global = isNew ? fresh() : { failures: freeOfAll, blockedUntil: now() + longestWaitOfAllMs };
      return { global, sources: {}, attempts: [], dropped: 0 };
    }
  }

  async function write(stored: Stored): Promise<void> {
    await writeFile(`${path}.tmp`, JSON.stringify(stored), { mode: 0o600, flush: true });
    await rename(`${path}.tmp`, path);
  }

  return {
    begin: (source) =>
      inTurn(async () => {
        const stored = await read();
        const own = stored.sources[source] ?? fresh();
        stored.sources[source] = own;
        const waitMs = Math.max(own.blockedUntil, stored.global.blockedUntil) - now();
        if (waitMs > 0) return Math.ceil(waitMs / 1_000);
        countOne(own, freeFailures, longestWaitMs, now());
        countOne(stored.global, freeOfAll, longestWaitOfAllMs, now());
        dropOldest(stored.sources);
        await write(stored);
        return 0;
      }),
    end: (attempt, isSuccess) =>
      inTurn(async () => {
        const stored = await read();
        if (isSuccess) {
          stored.global = fresh();
          stored.sources = {};
        }
        stored.attempts.push({ at: new Date(now()).toISOString(), ...attempt });
        while (stored.attempts.length > mostAttempts) {
          stored.attempts.shift();
          stored.dropped += 1;
        }
        await write(stored);
      }),
    take: () =>
      inTurn(async () => {
        const stored = await read();
        if (stored.attempts.length > 0) await write({ ...stored, attempts: [], dropped: 0 });
        return { attempts: stored.attempts, dropped: stored.dropped };
      }),
  };
}

/** Those of a data folder. */
export function attemptsOf(dataDir: string): UnsealAttempts {
  return createUnsealAttempts(join(dataDir, 'unseal-attempts.json'));
}

const fresh = (): Count => ({ failures: 0, blockedUntil: 0 });

/** After the free ones each failure doubles the wait, from one second. */
function countOne(count: Count, free: number, longestMs: number, at: number): void {
  count.failures += 1;
  if (count.failures < free) return;
  count.blockedUntil = at + Math.min(longestMs, 1_000 * 2 ** Math.min(20, count.failures - free));
}

function dropOldest(sources: Record<string, Count>): void {
  const names = Object.keys(sources);
  if (names.length <= mostSources) return;
  names.sort((a, b) => sources[a]!.blockedUntil - sources[b]!.blockedUntil);
  for (const name of names.slice(0, names.length - mostSources)) delete sources[name];
}
