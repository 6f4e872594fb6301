import type { Tx } from '@nexus/db';
import type { IndexCell, PassageIndexPort, SourceDocument } from './documents.ports.ts';

/** A document that was read and waits to be made visible together with its neighbours. */
export type ReadDocument = {
  cell: IndexCell;
  source: SourceDocument;
  /** Writes the document's own rows; says whether the version is still wanted and which older one it replaces. */
  publish(tx: Tx): Promise<{ isAccepted: boolean; replacedVersionId: string | null }>;
};

type Waiting = { document: ReadDocument; resolve: (isAccepted: boolean) => void; reject: (error: unknown) => void };

/**
 * Groups documents of one cell into one segment and one transaction. A small file alone would cost a segment file, a manifest and two fsyncs;
 * together hundreds share them. A document waits at most `lingerMs` for company.
 */
export function createIngestCommitter(
  index: PassageIndexPort,
  { maxPassages = 4_000, lingerMs = 150 }: { maxPassages?: number; lingerMs?: number } = {},
) {
  const cells = new Map<
    string,
    { waiting: Waiting[]; passages: number; timer: NodeJS.Timeout | null; isBusy: boolean }
  >();

  function commit(document: ReadDocument): Promise<boolean> {
    const key = `${document.cell.spaceId}.${document.cell.labelId}`;
    const cell = cells.get(key) ?? { waiting: [], passages: 0, timer: null, isBusy: false };
    cells.set(key, cell);
    return new Promise((resolve, reject) => {
      cell.waiting.push({ document, resolve, reject });
      cell.passages += document.source.passages.length;
      if (cell.passages >= maxPassages) void flush(key);
      else cell.timer ??= setTimeout(() => void flush(key), lingerMs);
    });
  }

  async function flush(key: string): Promise<void> {
    const cell = cells.get(key);
    if (!cell || cell.isBusy) return;
    if (cell.timer) clearTimeout(cell.timer);
    cell.timer = null;
    const batch = cell.waiting.splice(0);
    cell.passages = 0;
    if (batch.length === 0) {
      cells.delete(key);
      return;
    }
    cell.isBusy = true;
    try {
      const accepted = await commitBatch(batch);
      for (const { document, resolve } of batch) resolve(accepted.has(document.source.sourceId));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      cell.isBusy = false;
      void flush(key);
    }
  }

  async function commitBatch(batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const accepted = new Set<string>();
    const { cell } = batch[0]!.document;
    const sources = batch.map(({ document }) => document.source);
    await index.change('ingest', cell, sources, async (tx) => {
      accepted.clear();
      const removed: string[] = [];
      for (const { document } of batch) {
        const { isAccepted, replacedVersionId } = await document.publish(tx);
        if (isAccepted) accepted.add(document.source.sourceId);
        if (replacedVersionId) removed.push(replacedVersionId);
      }
      return { accepted, removed };
    });
    return accepted;
  }

  return { commit };
}
