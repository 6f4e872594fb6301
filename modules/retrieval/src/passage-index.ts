import { blindingAs, type Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import type { Clock, Logger } from '@nexus/kernel';
import { type CellId, emptyManifest, type PreparedCommit, sweepCell } from '@nexus/search';
import type { Indexer } from './indexing/indexer.ts';
import type { PackedRows, SourceHead, StoredManifest } from './indexing/indexing.ts';
import { type IndexSource, takeSources } from './indexing/take-sources.ts';
import { createTurns } from './indexing/turns.ts';
import { createSourceMove } from './move-source.ts';
import { insertPackedPassages } from './passages.repository.ts';
import type { KeyringPort } from './retrieval.ports.ts';
import * as repository from './retrieval.repository.ts';
import type { RetrievalTables } from './retrieval.tables.ts';
import { cellIdOf, openManifest, type SealedSegments, sealManifest } from './sealed-segments.ts';

export type { IndexSource } from './indexing/take-sources.ts';

/** A document whose passages lie in the database, in portions in order. */
export type StoredSource = { head: SourceHead; portions: AsyncIterable<PackedRows> };

export type PassageIndexDependencies = {
  database: Pick<Database, 'withWorker'>;
  segments: SealedSegments;
  indexer: Indexer;
  keyring: KeyringPort;
  clock: Clock;
  logger: Logger;
};

// Readers that began on an older manifest may still open its segments for this long.
const obsoleteAfterMs = 120_000;
/** Changes larger than this are made one at a time, because each takes its hundred megabytes. */
const largeChange = 20_000;

export type PassageIndex = ReturnType<typeof createPassageIndex>;

/** Writes to the index. Text, manifest and the caller's own rows change in one transaction, one change of a cell after the other. */
export function createPassageIndex({ database, segments, indexer, keyring, clock, logger }: PassageIndexDependencies) {
  // Changes of one cell wait for each other here instead of holding database connections while they wait for the row lock.
  const inTurn = createTurns();
  const work = <R>(job: string, run: (tx: Tx<RetrievalTables>) => Promise<R>) =>
    database.withWorker<RetrievalTables, R>(job, run);

  /**
   * Adds and removes sources of one cell. `alongside` runs first, in the same transaction; it says which of the offered sources are still
   * wanted and which older ones go. A source that is in the index already is replaced.
   *
   * @throws IndexThreadError when the thread that builds dies: nothing has changed, try again
   * @throws IndexClosedError when the server stops
   */
  async function change(
    job: string,
    cell: repository.Cell,
    offered: readonly IndexSource[],
    alongside: (tx: Tx) => Promise<{ accepted: ReadonlySet<string>; removed: readonly string[] }>,
  ): Promise<void> {
    const sealer = await keyring.forSpace(cell.spaceId);
    const passages = offered.reduce((sum, source) => sum + source.passages.length, 0);
    const run = () => work(job, write);
    const obsolete = await inTurn(cellIdOf(cell), () => (passages > largeChange ? inTurn('large', run) : run()));
    forgetLater(cell, obsolete);

    async function write(tx: Tx<RetrievalTables>): Promise<readonly string[]> {
      const locked = await repository.lockCell(tx, cell, sealer.keyId, clock.now());
      // Everything is sealed under the newest key; the terms stay under the cell's own, until the whole cell is built anew.
      const batch = indexer.startBatch(cellIdOf(cell), blindingAs(sealer, locked.termKeyId), passages);
      try {
        const { accepted, removed } = await alongside(tx as Tx);
        const added = offered.filter((source) => accepted.has(source.sourceId));
        const gone = await repository.deletePassages(tx, [...removed, ...added.map((source) => source.sourceId)]);
        if (removed.length > 0) await batch.remove(removed);
        let inserted = 0;
        for await (const portion of takeSources(batch, added)) {
          await insertPackedPassages(tx, cell, portion);
          for (const { sizes } of portion) inserted += sizes.length;
        }
        const prepared = await batch.prepare(openStored(sealer, cell, locked));
        if (!prepared) return [];
        await commit(tx, sealer, cell, prepared, { passages: locked.passages + BigInt(inserted - gone) });
        return prepared.obsoleteSegments;
      } finally {
        batch.end();
      }
    }
  }

  function openStored(
    sealer: Sealer,
    cell: repository.Cell,
    row: Awaited<ReturnType<typeof repository.lockCell>>,
  ): StoredManifest | null {
    if (row.version === 0n) return null;
    return { version: Number(row.version), bytes: openManifest(sealer, cell, row) };
  }

  /** The manifest is sealed by the sealer of its segments: its key says how old what it names may be. */
  async function commit(
    tx: Tx<RetrievalTables>,
    sealer: Sealer,
    cell: repository.Cell,
    prepared: Pick<PreparedCommit, 'expectedVersion' | 'manifest'>,
    change: { passages: bigint; termKeyId?: Buffer },
  ): Promise<void> {
    const version = BigInt(prepared.expectedVersion) + 1n;
    const manifest = sealManifest(sealer, cell, version, prepared.manifest);
    await repository.updateCell(tx, cell, { version, manifest, ...change, updatedAt: clock.now() });
  }

  /** Merges small segments and those with many deletions, until the cell is tidy. Readers notice nothing but speed. */
  async function tidy(cell: repository.Cell): Promise<number> {
    for (let merges = 0; ; merges += 1) {
      // One merge at a time: each holds its sources and its result in memory.
      if (!(await inTurn('merge', () => mergeOnce(cell)))) return merges;
    }
  }

  async function mergeOnce(cell: repository.Cell): Promise<boolean> {
    const cellId = cellIdOf(cell);
    const sealer = await keyring.forSpace(cell.spaceId);
    const { termKeyId } = await work('merge', (tx) => repository.lockCell(tx, cell, sealer.keyId, clock.now()));
    const merge = await indexer.merge(cellId, blindingAs(sealer, termKeyId), await readStored(cellId));
    if (!merge) return false;
    try {
      const obsolete = await inTurn(cellId, async () => {
        const prepared = await merge.prepare(await readStored(cellId));
        if (!prepared) return null;
        return await work('merge', async (tx) => {
          const locked = await repository.lockCell(tx, cell, sealer.keyId, clock.now());
          if (Number(locked.version) !== prepared.expectedVersion) return null;
          await commit(tx, sealer, cell, prepared, { passages: locked.passages });
          return prepared.obsoleteSegments;
        });
      });
      if (obsolete) forgetLater(cell, obsolete);
      return obsolete !== null;
    } finally {
      merge.end();
    }
  }

  /** What another thread can be given: a reader's manifest comes with a function that blinds its terms. */
  async function readStored(cellId: CellId): Promise<StoredManifest | null> {
    const manifest = await segments.readManifest(cellId);
    return manifest && { version: manifest.version, bytes: manifest.bytes };
  }

  /** Only after the commit: until then the manifest that counts still names them. */
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
    chunks: AsyncIterable<{ sources: readonly StoredSource[]; passages: number }>,
    onChunk: (passages: number) => Promise<void>,
  ): Promise<void> {
    const sealer = await keyring.forSpace(cell.spaceId);
    await inTurn(cellIdOf(cell), async () => {
      const { version } = await work('reindex', (tx) => repository.lockCell(tx, cell, sealer.keyId, clock.now()));
      let built: StoredManifest | null = null;
      let done = 0;
      for await (const { sources, passages } of chunks) {
        const batch = indexer.startBatch(cellIdOf(cell), sealer, passages);
        try {
          for (const { head, portions } of sources) {
            let source: SourceHead | null = head;
            for await (const rows of portions) {
              done += rows.sizes.length;
              await batch.take({ source, passages: { kind: 'sealed', rows } });
              source = null;
            }
          }
          const prepared = await batch.prepare(built);
          if (prepared) built = { version: prepared.expectedVersion + 1, bytes: prepared.manifest };
        } finally {
          batch.end();
        }
        await onChunk(done);
      }
      if (!built && version === 0n) return;
      const bytes = built?.bytes ?? emptyManifest();
      await work('reindex', async (tx) => {
        const locked = await repository.lockCell(tx, cell, sealer.keyId, clock.now());
        // Another process changed the cell while its passages were read: what it wrote would be lost.
        if (locked.version !== version) throw new Error('the cell changed while its index was rebuilt');
        const change = { passages: BigInt(done), termKeyId: Buffer.from(sealer.keyId) };
        await commit(tx, sealer, cell, { expectedVersion: Number(version), manifest: bytes }, change);
      });
    });
  }

  const move = createSourceMove({ work, inTurn, indexer, keyring, clock, openStored, commit, forgetLater });
  return { change, move, tidy, maintain, replaceAll };
}
