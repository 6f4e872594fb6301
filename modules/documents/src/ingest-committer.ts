import { retrySerializable, type Tx } from '@nexus/db';
import type { IndexCell, PassageIndexPort, SourceDocument } from './documents.ports.ts';
import type { PartRow } from './documents.tables.ts';
import type { Publication, Published } from './publish.repository.ts';

/** A document that was read and waits to be made visible together with its neighbours. */
export type ReadDocument = Publication & {
  cell: IndexCell;
  /** Without its folder: where the document lies is looked up in the transaction that makes it visible. */
  source: Omit<SourceDocument, 'folderId'>;
  parts: readonly PartRow[];
  /** Documents that hold what this one carries. */
  attachmentIds: ReadonlySet<string>;
};

export type IngestCommitterDependencies = {
  index: PassageIndexPort;
  /** Writes the rows of all of them; says which versions are still wanted and which older ones they replace. */
  publish(tx: Tx, documents: readonly ReadDocument[]): Promise<ReadonlyMap<string, Published>>;
  maxPassages?: number;
  lingerMs?: number;
};

type Waiting = { document: ReadDocument; done: PromiseWithResolvers<boolean> };
type CellLine = { waiting: Waiting[]; passages: number; timer: NodeJS.Timeout | null; isBusy: boolean };

/**
 * Groups documents of one cell into one segment and one transaction. A small file alone would cost a segment file, a manifest and two fsyncs;
 * together hundreds share them. A document waits at most `lingerMs` for company that is being read, and while another group is being written.
 */
export function createIngestCommitter({
  index,
  publish,
  maxPassages = 4_000,
  lingerMs = 150,
}: IngestCommitterDependencies) {
  const cells = new Map<string, CellLine>();

  /** Resolves when the document is durable and searchable: true; or when it was not wanted any more: false. */
  function commit(document: ReadDocument, { isAlone }: { isAlone: boolean }): Promise<boolean> {
    const key = `${document.cell.spaceId}.${document.cell.labelId}`;
    const cell: CellLine = cells.get(key) ?? { waiting: [], passages: 0, timer: null, isBusy: false };
    cells.set(key, cell);
    const done = Promise.withResolvers<boolean>();
    cell.waiting.push({ document, done });
    cell.passages += document.source.passages.length;
    if (isAlone || cell.passages >= maxPassages) void flush(key);
    else cell.timer ??= setTimeout(() => void flush(key), lingerMs);
    return done.promise;
  }

  async function flush(key: string): Promise<void> {
    const cell = cells.get(key);
    if (!cell || cell.isBusy) return;
    if (cell.timer) clearTimeout(cell.timer);
    cell.timer = null;
    const group = takeGroup(cell);
    if (group.length === 0) {
      cells.delete(key);
      return;
    }
    cell.isBusy = true;
    try {
      const accepted = await commitGroup(group.map(({ document }) => document));
      for (const { document, done } of group) done.resolve(accepted.has(document.version.id));
    } catch (error) {
      for (const { done } of group) done.reject(error);
    } finally {
      cell.isBusy = false;
      void flush(key);
    }
  }

  async function commitGroup(group: readonly ReadDocument[]): Promise<ReadonlySet<string>> {
    let published: ReadonlyMap<string, Published> = new Map();
    const sources = group.map(({ source, version }) => ({
      ...source,
      get folderId() {
        return published.get(version.id)?.folderId ?? null;
      },
    }));
    // The whole of it again when it lost against another transaction: nothing of it was kept.
    await retrySerializable(() =>
      index.change('ingest', group[0]!.cell, sources, async (tx) => {
        published = await publish(tx, group);
        return { accepted: acceptedOf(published), removed: replacedBy(published) };
      }),
    );
    return acceptedOf(published);
  }

  return { commit };
}

/** What waits, but no two versions of one document. */
function takeGroup(cell: CellLine): Waiting[] {
  const seen = new Set<string>();
  const group: Waiting[] = [];
  const rest: Waiting[] = [];
  for (const one of cell.waiting) {
    const { documentId } = one.document.version;
    (seen.has(documentId) ? rest : group).push(one);
    seen.add(documentId);
  }
  cell.waiting = rest;
  cell.passages = rest.reduce((sum, { document }) => sum + document.source.passages.length, 0);
  return group;
}

function acceptedOf(published: ReadonlyMap<string, Published>): ReadonlySet<string> {
  return new Set([...published].flatMap(([versionId, { isAccepted }]) => (isAccepted ? [versionId] : [])));
}

function replacedBy(published: ReadonlyMap<string, Published>): string[] {
  return [...published.values()].flatMap(({ replacedVersionId }) => replacedVersionId ?? []);
}
