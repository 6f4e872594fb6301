import type { Database } from '@nexus/db';
import { type Clock, type Logger, systemActor } from '@nexus/kernel';
import { encodeBundle, type LogFault, type LogSource, locateFaults, tileWidth, walkLog } from '@nexus/transparency-log';
import type { AnyTx } from '../audit.repository.ts';
import type { AuditService } from '../audit.service.ts';
import { listCheckpoints } from './checkpoints.repository.ts';
import type { RecordingGate } from './recording-gate.ts';
import { firstSequence, readEntryBytes, readTiles, treeSize } from './tree.repository.ts';

export const selfCheckJob = 'audit.self-check';

export type SelfCheckResult = { at: Date; size: number; root: string; faults: LogFault[] };
export type SelfCheckProgress = { done: number; size: number };

export type SelfCheck = {
  /** Hashes every entry and compares with tree and last checkpoint. Null when nothing was signed yet. Calls at once share one run. */
  run(): Promise<SelfCheckResult | null>;
  progress(): SelfCheckProgress | null;
  last(): SelfCheckResult | null;
};

export type SelfCheckOptions = {
  database: Pick<Database, 'withWorker'>;
  service: Pick<AuditService, 'recordNow'>;
  gate: RecordingGate;
  clock: Clock;
  logger: Logger;
};

export function createSelfCheck(options: SelfCheckOptions): SelfCheck {
  const { database, gate, service, clock, logger } = options;
  let progress: SelfCheckProgress | null = null;
  let last: SelfCheckResult | null = null;
  let running: Promise<SelfCheckResult | null> | null = null;
  const inJob = <R>(run: (tx: AnyTx) => Promise<R>): Promise<R> =>
    database.withWorker(selfCheckJob, run, { readOnly: true });

  const check = async (): Promise<SelfCheckResult | null> => {
    const [checkpoint] = await inJob((tx) => listCheckpoints(tx, null, 1));
    if (checkpoint === undefined) return null;
    const { size, root } = checkpoint;
    progress = { done: 0, size };
    const firstEntry = await inJob(firstSequence);
    const source = databaseSource(inJob, size);
    const walk = await walkLog({ source, size, firstEntry, onProgress: (done) => (progress = { done, size }) });
    const isFine = walk.isWhole && walk.root?.equals(root);
    const faults = isFine ? [] : await locateFaults({ source, size, root, firstEntry });
    last = { at: clock.now(), size, root: root.toString('base64'), faults };
    if (faults.length > 0) await tellOfFaults(last);
    await service.recordNow({
      actor: systemActor(selfCheckJob),
      action: 'audit.verified',
      outcome: faults.length === 0 ? 'success' : 'failed',
      details: { size, root: last.root, faults: faults.length },
    });
    return last;
  };

  const tellOfFaults = async ({ size, root, faults }: SelfCheckResult): Promise<void> => {
    logger.error('THE AUDIT LOG WAS CHANGED IN THE DATABASE: nothing that must be recorded is done', {
      size,
      faults: faults.slice(0, 20),
    });
    const ourSize = await inJob(treeSize);
    gate.close({
      kind: 'entries_changed',
      seenBy: 'database',
      size,
      root,
      ourSize,
      agreesUpTo: 0,
      foundAt: clock.now(),
    });
  };

  return {
    run() {
      running ??= check().finally(() => {
        running = null;
        progress = null;
      });
      return running;
    },
    progress: () => progress,
    last: () => last,
  };
}

const bundlesAtOnce = 16;

/** The log as it lies in the database, up to `size` entries. Reads ahead: whoever walks asks for one bundle after the other. */
export function databaseSource(inJob: <R>(run: (tx: AnyTx) => Promise<R>) => Promise<R>, size: number): LogSource {
  const bundles = new Map<number, Buffer>();
  const tiles = new Map<string, Buffer>();

  const readBundles = async (first: number): Promise<void> => {
    bundles.clear();
    const from = first * tileWidth;
    const count = Math.min(size - from, bundlesAtOnce * tileWidth);
    const rows = await inJob((tx) => readEntryBytes(tx, from, count));
    for (const [index, some] of Map.groupBy(rows, ({ sequence }) => Math.floor(sequence / tileWidth)))
      bundles.set(index, encodeBundle(some.map(({ entry }) => entry)));
  };

  const loadTiles = async (level: number, first: number): Promise<void> => {
    for (const key of tiles.keys()) if (key.startsWith(`${level}/`)) tiles.delete(key);
    const keys = Array.from({ length: bundlesAtOnce }, (_, at) => ({ level, index: first + at }));
    for (const { index, hashes } of await inJob((tx) => readTiles(tx, keys))) tiles.set(`${level}/${index}`, hashes);
  };

  return {
    async readBundle(index) {
      if (index * tileWidth >= size) return null;
      if (!bundles.has(index)) await readBundles(index);
      return bundles.get(index) ?? null;
    },
    async readTile(level, index) {
      if (!tiles.has(`${level}/${index}`)) await loadTiles(level, index);
      return tiles.get(`${level}/${index}`) ?? null;
    },
  };
}
