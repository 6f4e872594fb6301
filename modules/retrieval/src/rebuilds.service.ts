import type { Database, Tx } from '@nexus/db';
import { type Clock, NotFoundError, newId, type PersonActor } from '@nexus/kernel';
import type { PackedRows } from './indexing/indexing.ts';
import { packRows } from './indexing/packed-rows.ts';
import type { PassageIndex, StoredSource } from './passage-index.ts';
import { countPassagesBySource, listPassagesFrom } from './passages.repository.ts';
import * as repository from './rebuilds.repository.ts';
import type { AuditPort, JobsPort, SourcesPort } from './retrieval.ports.ts';
import type { Cell } from './retrieval.repository.ts';
import type { IndexRebuildRow, RetrievalTables } from './retrieval.tables.ts';

export const rebuildQueue = 'reindex';

export class RebuildNotFoundError extends NotFoundError {
  override readonly code = 'retrieval.rebuild_not_found';
  constructor() {
    super('There is no such rebuild, or it has ended.');
  }
}

class RebuildCancelled extends Error {}

export type RebuildsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  index: Pick<PassageIndex, 'replaceAll'>;
  sources: SourcesPort;
  jobs: JobsPort;
  audit: AuditPort;
  clock: Clock;
};

export type Rebuilds = ReturnType<typeof createRebuilds>;

// A segment is begun anew when it has so many passages; what is in memory are its postings.
const chunkPassages = 20_000;
const portionPassages = 256;

/** Makes the index of a cell anew from the passages in the database: after a change of the analyzer, or when segments were lost. */
export function createRebuilds({ database, index, sources, jobs, audit, clock }: RebuildsDependencies) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<RetrievalTables>) => Promise<R>) =>
    database.withActor<RetrievalTables, R>(actor, run);
  const work = <R>(run: (tx: Tx<RetrievalTables>) => Promise<R>) =>
    database.withWorker<RetrievalTables, R>('reindex', run);

  /** Queues every cell that is not being rebuilt already. */
  async function request(actor: PersonActor): Promise<IndexRebuildRow[]> {
    const queued = await act(actor, async (tx) => {
      const rebuilds: IndexRebuildRow[] = [];
      for (const { spaceId, labelId, passages } of await repository.listCellsForAdministrator(tx)) {
        const rebuild: IndexRebuildRow = {
          id: newId(),
          spaceId,
          labelId,
          state: 'queued',
          passagesDone: 0n,
          passagesTotal: passages,
          requestedBy: actor.personId,
          requestedAt: clock.now(),
          finishedAt: null,
        };
        if (await repository.insertRebuild(tx, rebuild)) rebuilds.push(rebuild);
      }
      const objects = rebuilds.map(({ id }) => ({ kind: 'index_rebuild', id })).slice(0, 500);
      await audit.record(tx as Tx, {
        actor,
        action: 'index.rebuilt',
        outcome: 'success',
        objects,
        details: { cells: rebuilds.length },
      });
      return rebuilds;
    });
    for (const { id } of queued) await jobs.send(rebuildQueue, { rebuildId: id });
    return queued;
  }

  function list(actor: PersonActor): Promise<IndexRebuildRow[]> {
    return act(actor, (tx) => repository.listRebuilds(tx, 200));
  }

  async function cancel(actor: PersonActor, rebuildId: string): Promise<void> {
    const change = { state: 'cancelled' as const, finishedAt: clock.now() };
    const isCancelled = await act(actor, (tx) => repository.moveRebuild(tx, rebuildId, ['queued', 'running'], change));
    if (!isCancelled) throw new RebuildNotFoundError();
  }

  /** The job. Begins anew when it was killed: until the last step the old index is in place. */
  async function handle({ rebuildId }: { rebuildId: string }, signal: AbortSignal): Promise<void> {
    const rebuild = await work(async (tx) => {
      const isOpen = await repository.moveRebuild(tx, rebuildId, ['queued', 'running'], {
        state: 'running',
        passagesDone: 0n,
      });
      return isOpen ? await repository.findRebuild(tx, rebuildId) : null;
    });
    if (!rebuild) return;
    try {
      const cell = { spaceId: rebuild.spaceId, labelId: rebuild.labelId };
      await index.replaceAll(cell, readChunks(cell), async (passages) => {
        const progress = { state: 'running' as const, passagesDone: BigInt(passages) };
        const goesOn = await work((tx) => repository.moveRebuild(tx, rebuildId, ['running'], progress));
        if (!goesOn || signal.aborted) throw new RebuildCancelled();
      });
      await work((tx) =>
        repository.moveRebuild(tx, rebuildId, ['running'], { state: 'done', finishedAt: clock.now() }),
      );
    } catch (error) {
      if (error instanceof RebuildCancelled) return;
      await work((tx) =>
        repository.moveRebuild(tx, rebuildId, ['running'], { state: 'failed', finishedAt: clock.now() }),
      );
      throw error;
    }
  }

  async function* readChunks(cell: Cell): AsyncGenerator<{ sources: StoredSource[]; passages: number }> {
    const listed = await work((tx) => sources.listSources(tx as Tx, cell));
    const counts = await work((tx) => countPassagesBySource(tx, cell));
    const countOf = new Map(counts.map((count) => [count.sourceId, count]));
    let chunk: StoredSource[] = [];
    let passages = 0;
    for (const source of listed) {
      const count = countOf.get(source.sourceId);
      if (!count) continue;
      const { sourceId, documentId } = count;
      chunk.push({ head: { ...source, documentId, title: null }, portions: readPortions(sourceId, documentId) });
      passages += count.passages;
      if (passages < chunkPassages) continue;
      yield { sources: chunk, passages };
      chunk = [];
      passages = 0;
    }
    if (chunk.length > 0) yield { sources: chunk, passages };
  }

  async function* readPortions(sourceId: string, documentId: string): AsyncGenerator<PackedRows> {
    for (let from = 0; ; ) {
      const rows = await work((tx) => listPassagesFrom(tx, sourceId, from, portionPassages));
      const first = rows[0];
      if (!first) return;
      const contents = rows.map(({ content }) => content);
      yield packRows({ sourceId, documentId, firstOrdinal: first.ordinal }, contents);
      from = first.ordinal + rows.length;
    }
  }

  /** Rebuilds that a stop or crash interrupted get a job again. */
  async function reconcile(): Promise<void> {
    for (const rebuildId of await work((tx) => repository.listOpenRebuildIds(tx)))
      await jobs.send(rebuildQueue, { rebuildId });
  }

  return { request, list, cancel, handle, reconcile, readChunks, queue: rebuildQueue };
}
