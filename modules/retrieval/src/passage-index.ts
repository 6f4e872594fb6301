import { setImmediate as breathe } from 'node:timers/promises';
import type { Database, Tx } from '@nexus/db';
import type { Clock, Logger } from '@nexus/kernel';
import {
  type Analyzer,
  createCellWriter,
  mergeCell,
  type Passage,
  type PreparedCommit,
  sweepCell,
} from '@nexus/search';
import type { KeyringPort } from './retrieval.ports.ts';
import * as repository from './retrieval.repository.ts';
import type { PassageRow, RetrievalTables } from './retrieval.tables.ts';
import { sealPassage } from './sealed-passage.ts';
import { cellIdOf, openManifest, type SealedSegments, sealManifest } from './sealed-segments.ts';

/** A document as the index takes it: one version of it, cut into passages. */
export type IndexSource = {
  sourceId: string;
  documentId: string;
  title: string;
  language: 'es' | 'en' | 'und';
  kind: string;
  day: number | null;
  folderId: string | null;
  /** Read more than once, in order. */
  passages: Iterable<Passage> & { readonly length: number };
};

export type PassageIndexDependencies = {
  database: Pick<Database, 'withWorker'>;
  segments: SealedSegments;
  keyring: KeyringPort;
  analyzer: Analyzer;
  clock: Clock;
  logger: Logger;
};

// Readers that began on an older manifest may still open its segments for this long.
const obsoleteAfterMs = 120_000;
const rowsAtOnce = 1_000;

export type PassageIndex = ReturnType<typeof createPassageIndex>;

/** Writes to the index. Text, manifest and the caller's own rows change in one transaction, one change of a cell after the other. */
export function createPassageIndex({ database, segments, keyring, analyzer, clock, logger }: PassageIndexDependencies) {
  const queues = new Map<string, Promise<unknown>>();
  const work = <R>(job: string, run: (tx: Tx<RetrievalTables>) => Promise<R>) =>
    database.withWorker<RetrievalTables, R>(job, run);

  /** Changes of one cell wait for each other here instead of holding database connections while they wait for the row lock. */
  function inTurn<R>(cell: repository.Cell, run: () => Promise<R>): Promise<R> {
    const key = cellIdOf(cell);
    const turn = (queues.get(key) ?? Promise.resolve()).catch(() => {}).then(run);
    queues.set(key, turn);
    void turn.catch(() => {}).finally(() => queues.get(key) === turn && queues.delete(key));
    return turn;
  }

  /**
   * Adds and removes sources of one cell. `alongside` runs first, in the same transaction; it says which of the offered sources are still
   * wanted and which older ones go. A source that is in the index already is replaced.
   */
  async function change(
    job: string,
    cell: repository.Cell,
    offered: readonly IndexSource[],
    alongside: (tx: Tx) => Promise<{ accepted: ReadonlySet<string>; removed: readonly string[] }>,
  ): Promise<void> {
    const sealer = await keyring.forSpace(cell.spaceId);
    await inTurn(cell, () =>
      work(job, async (tx) => {
        const locked = await repository.lockCell(tx, cell, clock.now());
        const { accepted, removed } = await alongside(tx as Tx);
        const added = offered.filter((source) => accepted.has(source.sourceId));
        const gone = await repository.deletePassages(tx, [...removed, ...added.map((source) => source.sourceId)]);
        let inserted = 0;
        for (const rows of batches(added, rowOf)) {
          await repository.insertPassages(tx, rows);
          inserted += rows.length;
          await breathe();
        }
        const writer = createCellWriter({
          store: { ...segments, readManifest: async () => manifestOf(locked) },
          cell: cellIdOf(cell),
          blinder: { blind: (term) => sealer.blindTerm(term) },
          analyzer,
        });
        for (const sourceId of removed) writer.remove(sourceId);
        for (const source of added) {
          writer.add({ ...source, documentId: source.sourceId });
          await breathe();
        }
        const prepared = await writer.prepare();
        if (!prepared) return;
        const passages = locked.passages + BigInt(inserted - gone);
        await commit(tx, cell, prepared, passages);
      }),
    );

    function rowOf({ sourceId, documentId, title }: IndexSource, passage: Passage, ordinal: number): PassageRow {
      const content = sealPassage(sealer, sourceId, ordinal, { ...passage, title });
      return { sourceId, ordinal, documentId, ...cell, content };
    }

    function manifestOf(row: Awaited<ReturnType<typeof repository.lockCell>>) {
      return row.version === 0n ? null : { version: Number(row.version), bytes: openManifest(sealer, cell, row) };
    }
  }

  async function commit(
    tx: Tx<RetrievalTables>,
    cell: repository.Cell,
    prepared: PreparedCommit,
    passages: bigint,
  ): Promise<void> {
    const version = BigInt(prepared.expectedVersion) + 1n;
    const manifest = sealManifest(await keyring.forSpace(cell.spaceId), cell, version, prepared.manifest);
    await repository.updateCell(tx, cell, { version, manifest, passages, updatedAt: clock.now() });
    forgetLater(cell, prepared.obsoleteSegments);
  }

  /** Merges small segments and those with many deletions, until the cell is tidy. Readers notice nothing but speed. */
  async function tidy(cell: repository.Cell): Promise<number> {
    const sealer = await keyring.forSpace(cell.spaceId);
    const blinder = { blind: (term: string) => sealer.blindTerm(term) };
    for (let merges = 0; ; merges += 1) {
      const merge = await mergeCell({ store: segments, cell: cellIdOf(cell), blinder });
      if (!merge) return merges;
      const isCommitted = await inTurn(cell, async () => {
        const prepared = await merge.prepare();
        if (!prepared) return false;
        return await work('merge', async (tx) => {
          const locked = await repository.lockCell(tx, cell, clock.now());
          if (Number(locked.version) !== prepared.expectedVersion) return false;
          await commit(tx, cell, prepared, locked.passages);
          return true;
        });
      });
      if (!isCommitted) return merges;
    }
  }

  function forgetLater(cell: repository.Cell, segmentIds: readonly string[]): void {
    if (segmentIds.length === 0) return;
    setTimeout(() => {
      for (const segmentId of segmentIds) {
        segments
          .removeSegment(cellIdOf(cell), segmentId)
          .catch((error: unknown) => logger.warn('old segment kept', { error }));
      }
    }, obsoleteAfterMs).unref();
  }

  /** Tidies every cell and removes segments that a crash left without a manifest. A job now and then. */
  async function maintain(signal: AbortSignal): Promise<void> {
    const cells = await work('maintain', (tx) => repository.listAllCells(tx));
    for (const cell of cells) {
      if (signal.aborted) return;
      await tidy(cell);
      const store = { ...segments, commitManifest: async () => false };
      await sweepCell(store, cellIdOf(cell), { nowMs: clock.now().getTime() });
    }
  }

  /**
   * Writes a new index for a cell from the given sources, a chunk at a time, and puts it in the place of the old one in one step. Changes of the
   * cell wait meanwhile; readers go on with the old index. Chunks bound the memory, not the result.
   */
  async function replaceAll(
    cell: repository.Cell,
    chunks: AsyncIterable<readonly IndexSource[]>,
    onChunk: (passages: number) => Promise<void>,
  ): Promise<void> {
    const sealer = await keyring.forSpace(cell.spaceId);
    const blinder = { blind: (term: string) => sealer.blindTerm(term) };
    await inTurn(cell, async () => {
      const { version } = await work('reindex', (tx) => repository.lockCell(tx, cell, clock.now()));
      let built: { version: number; bytes: Uint8Array } | null = null;
      let passages = 0;
      for await (const sources of chunks) {
        const store = { ...segments, readManifest: async () => built };
        const writer = createCellWriter({ store, cell: cellIdOf(cell), blinder, analyzer });
        for (const source of sources) {
          writer.add({ ...source, documentId: source.sourceId });
          passages += source.passages.length;
          await breathe();
        }
        const prepared = await writer.prepare();
        if (prepared) built = { version: prepared.expectedVersion + 1, bytes: prepared.manifest };
        await onChunk(passages);
      }
      if (!built) return;
      const { bytes } = built;
      await work('reindex', async (tx) => {
        const locked = await repository.lockCell(tx, cell, clock.now());
        // Another process changed the cell while its passages were read: what it wrote would be lost.
        if (locked.version !== version) throw new Error('the cell changed while its index was rebuilt');
        const prepared = {
          cell: cellIdOf(cell),
          expectedVersion: Number(locked.version),
          manifest: bytes,
          obsoleteSegments: [],
        };
        await commit(tx, cell, prepared, BigInt(passages));
      });
    });
  }

  return { change, tidy, maintain, replaceAll };
}

/** Sealed rows of all passages, a thousand at a time: a document of 10,000 pages is never in memory as a whole. */
function* batches(
  sources: readonly IndexSource[],
  rowOf: (source: IndexSource, passage: Passage, ordinal: number) => PassageRow,
): Generator<PassageRow[]> {
  let rows: PassageRow[] = [];
  for (const source of sources) {
    let ordinal = 0;
    for (const passage of source.passages) {
      rows.push(rowOf(source, passage, ordinal));
      ordinal += 1;
      if (rows.length < rowsAtOnce) continue;
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}
