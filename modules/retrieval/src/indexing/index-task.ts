import { zstdDecompressSync } from 'node:zlib';
import type { Sealer } from '@nexus/crypto';
import {
  type Analyzer,
  type CellId,
  createCellWriter,
  type DocumentInPieces,
  mergeCell,
  type TermBlinder,
} from '@nexus/search';
import { openPassage, type StoredPassage, sealPassage } from '../sealed-passage.ts';
import { segmentContext } from '../segment-names.ts';
import type {
  IndexBatch,
  IndexMerge,
  PackedRows,
  Piece,
  SegmentFiles,
  SourceHead,
  StoredManifest,
} from './indexing.ts';
import { packRows, unpackRows } from './packed-rows.ts';

export type IndexTaskOptions = {
  cellId: CellId;
  sealer: Sealer;
  files: SegmentFiles;
  blinderOf: (sealer: Sealer) => TermBlinder;
};

/** What it takes to change an index, whichever thread does it: analysis, blind terms, segments and every seal. No threads, no database. */
export function createBatchTask({
  cellId,
  sealer,
  files,
  blinderOf,
  analyzer,
}: IndexTaskOptions & { analyzer: Analyzer }): IndexBatch {
  let manifest: StoredManifest | null = null;
  const store = { ...sealedStore(sealer, files), readManifest: async () => manifest };
  const writer = createCellWriter({ store, cell: cellId, blinder: blinderOf(sealer), analyzer });
  let current: { source: SourceHead; document: DocumentInPieces | null; taken: number } | null = null;

  function passagesOf({ source, passages }: { source: SourceHead; passages: Piece['passages'] }): StoredPassage[] {
    if (passages.kind === 'sealed') return Array.from(unpackRows(passages.rows), (row) => openPassage(sealer, row));
    const title = source.title ?? '';
    const read =
      passages.kind === 'read' ? passages.passages : JSON.parse(zstdDecompressSync(passages.bytes).toString());
    return read.map((passage: StoredPassage) => ({ ...passage, title }));
  }

  return {
    async take({ source, passages }): Promise<PackedRows> {
      if (source) current = { source, document: null, taken: 0 };
      if (!current) throw new Error('passages of no document');
      const { sourceId, documentId, title, ...head } = current.source;
      const opened = passagesOf({ source: current.source, passages });
      current.document ??= writer.begin({ ...head, documentId: sourceId, title: title ?? opened[0]?.title ?? '' });
      current.document.add(opened);
      const firstOrdinal = current.taken;
      current.taken += opened.length;
      // What came from the database lies there already.
      const fresh = passages.kind === 'sealed' ? [] : opened;
      const contents = fresh.map((passage, i) => sealPassage(sealer, sourceId, firstOrdinal + i, passage));
      return packRows({ sourceId, documentId, firstOrdinal }, contents);
    },
    async remove(sourceIds) {
      for (const sourceId of sourceIds) writer.remove(sourceId);
    },
    async prepare(stored) {
      manifest = stored;
      return await writer.prepare();
    },
    end() {},
  };
}

/** Null when the cell is tidy. */
export async function createMergeTask(
  { cellId, sealer, files, blinderOf }: IndexTaskOptions,
  stored: StoredManifest | null,
): Promise<IndexMerge | null> {
  let manifest = stored;
  const store = { ...sealedStore(sealer, files), readManifest: async () => manifest };
  const merge = await mergeCell({ store, cell: cellId, blinder: blinderOf(sealer) });
  if (!merge) return null;
  return {
    async prepare(newer) {
      manifest = newer;
      return await merge.prepare();
    },
    end() {},
  };
}

/** Sealed in the same way as `createSealedSegments` opens them. */
function sealedStore(sealer: Sealer, files: SegmentFiles) {
  return {
    readSegment: async (cellId: CellId, name: string) =>
      sealer.open(segmentContext(name), await files.read(cellId, name)),
    writeSegment: (cellId: CellId, name: string, bytes: Uint8Array) =>
      files.write(cellId, name, sealer.seal(segmentContext(name), bytes)),
  };
}
