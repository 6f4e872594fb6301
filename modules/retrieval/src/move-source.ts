import { blindingAs, type Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Clock } from '@nexus/kernel';
import type { PreparedCommit } from '@nexus/search';
import type { Indexer } from './indexing/indexer.ts';
import type { IndexBatch, SourceHead, StoredManifest } from './indexing/indexing.ts';
import { packRows } from './indexing/packed-rows.ts';
import type { Turns } from './indexing/turns.ts';
import { countPassagesOf, listPassagesFrom, relabelPassages } from './passages.repository.ts';
import type { KeyringPort } from './retrieval.ports.ts';
import * as repository from './retrieval.repository.ts';
import type { IndexCellRow, RetrievalTables } from './retrieval.tables.ts';
import { cellIdOf } from './sealed-segments.ts';

/** A source as the index of its new cell takes it. */
export type MovedSource = Omit<SourceHead, 'title'>;

export type SourceMoveParts = {
  work<R>(job: string, run: (tx: Tx<RetrievalTables>) => Promise<R>): Promise<R>;
  inTurn: Turns;
  indexer: Indexer;
  keyring: KeyringPort;
  clock: Clock;
  openStored(sealer: Sealer, cell: repository.Cell, row: IndexCellRow): StoredManifest | null;
  commit(
    tx: Tx<RetrievalTables>,
    sealer: Sealer,
    cell: repository.Cell,
    prepared: Pick<PreparedCommit, 'expectedVersion' | 'manifest'>,
    change: { passages: bigint },
  ): Promise<void>;
  forgetLater(cell: repository.Cell, segmentIds: readonly string[]): void;
};

const portionPassages = 256;

/**
 * Moves a source from one cell of a space to another: it leaves the words and counts of the old one in the transaction in which the new one begins
 * to serve it, and in which `alongside` changes whatever else belongs to it. `alongside` runs first, with both cells locked; null: nothing of it is
 * in the index. Cells are locked in the order of their ids, so that two moves that cross do not wait for each other in a circle.
 */
export function createSourceMove(parts: SourceMoveParts) {
  const { work, inTurn, indexer, keyring, clock, openStored, commit, forgetLater } = parts;

  return async function move(
    job: string,
    from: repository.Cell,
    to: repository.Cell,
    alongside: (tx: Tx) => Promise<MovedSource | null>,
  ): Promise<void> {
    const sealer = await keyring.forSpace(from.spaceId);
    const [first, second] = [from, to].sort((a, b) => (cellIdOf(a) < cellIdOf(b) ? -1 : 1)) as [
      repository.Cell,
      repository.Cell,
    ];
    const obsolete = await inTurn(cellIdOf(first), () => inTurn(cellIdOf(second), () => work(job, write)));
    forgetLater(from, obsolete.from);
    forgetLater(to, obsolete.to);

    async function write(tx: Tx<RetrievalTables>): Promise<{ from: readonly string[]; to: readonly string[] }> {
      const rows = new Map<repository.Cell, IndexCellRow>();
      for (const cell of [first, second])
        rows.set(cell, await repository.lockCell(tx, cell, sealer.keyId, clock.now()));
      const source = await alongside(tx as Tx);
      const passages = source ? await countPassagesOf(tx, source.sourceId) : 0;
      if (!source || passages === 0) return { from: [], to: [] };
      // Terms stay under the key of their cell, as in every change.
      const under = (cell: repository.Cell) => blindingAs(sealer, rows.get(cell)!.termKeyId);
      const leaving = indexer.startBatch(cellIdOf(from), under(from), 0);
      const entering = indexer.startBatch(cellIdOf(to), under(to), passages);
      try {
        await leaving.remove([source.sourceId]);
        await takeStored(tx, entering, source);
        await relabelPassages(tx, source.sourceId, to.labelId);
        return {
          from: await settle(tx, sealer, from, leaving, rows.get(from)!, -passages),
          to: await settle(tx, sealer, to, entering, rows.get(to)!, passages),
        };
      } finally {
        leaving.end();
        entering.end();
      }
    }
  };

  async function takeStored(tx: Tx<RetrievalTables>, batch: IndexBatch, source: MovedSource): Promise<void> {
    const { sourceId, documentId } = source;
    let head: SourceHead | null = { ...source, title: null };
    for (let from = 0; ; ) {
      const rows = await listPassagesFrom(tx, sourceId, from, portionPassages);
      const [first] = rows;
      if (!first) return;
      const contents = rows.map(({ content }) => content);
      const packed = packRows({ sourceId, documentId, firstOrdinal: first.ordinal }, contents);
      await batch.take({ source: head, passages: { kind: 'sealed', rows: packed } });
      head = null;
      from = first.ordinal + rows.length;
    }
  }

  async function settle(
    tx: Tx<RetrievalTables>,
    sealer: Sealer,
    cell: repository.Cell,
    batch: IndexBatch,
    locked: IndexCellRow,
    change: number,
  ): Promise<readonly string[]> {
    const prepared = await batch.prepare(openStored(sealer, cell, locked));
    if (!prepared) return [];
    await commit(tx, sealer, cell, prepared, { passages: locked.passages + BigInt(change) });
    return prepared.obsoleteSegments;
  }
}
