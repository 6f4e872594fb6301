import type {
  Analyzer,
  CellId,
  CellWriter,
  DocumentHead,
  DocumentInPieces,
  FieldWeights,
  SegmentStore,
  TermBlinder,
} from '../contract.ts';
import {
  ensureSameWeights,
  isEmptied,
  mayHold,
  objectNames,
  readCellManifest,
  withDeleted,
  writeBuiltSegment,
} from './manifest/cell-manifest.ts';
import { encodeManifest, type ManifestSegment } from './manifest/manifest.ts';
import { defaultFieldWeights } from './parameters.ts';
import { type Companion, companionOf, openCompanion } from './segment/companion.ts';
import { findId, idBytes } from './segment/document-table.ts';
import { createSegmentBuilder } from './segment/segment-builder.ts';

export type CellWriterOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment' | 'writeSegment'>;
  cell: CellId;
  blinder: TermBlinder;
  analyzer: Analyzer;
  /** Default `defaultFieldWeights`. @throws WeightsMismatchError from `prepare` when the cell has others. */
  weights?: FieldWeights;
};

/**
 * One batch of changes. Of several calls for one id the last counts. Memory: about 5 bytes a posting and the map of the batch's words; a batch of up
 * to 200,000 passages is sensible, 4 million the limit. After the first `prepare` the batch is closed.
 */
export function createCellWriter(options: CellWriterOptions): CellWriter {
  const { store, cell, blinder, analyzer, weights = defaultFieldWeights } = options;
  for (const weight of [weights.body, weights.heading, weights.title]) {
    if (!Number.isInteger(weight) || weight < 0 || weight > 15) throw new RangeError('a field weight is 0 to 15');
  }
  const builder = createSegmentBuilder(analyzer, weights);
  /** Id to the number of the document in the builder; null for a removal. */
  const changes = new Map<string, number | null>();
  const companions = new Map<string, Companion>();
  let added = 0;
  let closed = false;
  let written: ManifestSegment | null = null;

  function ensureOpen(): void {
    if (closed) throw new Error('the batch was prepared; start another writer');
  }

  async function readCompanion(segmentId: string): Promise<Companion> {
    const known = companions.get(segmentId);
    if (known !== undefined) return known;
    const companion = openCompanion(await store.readSegment(cell, companionOf(segmentId)));
    companions.set(segmentId, companion);
    return companion;
  }

  async function writeOnce(): Promise<void> {
    if (closed) return;
    closed = true;
    const kept = new Set([...changes.values()].filter((number) => number !== null));
    const built = builder.build(blinder, (number) => !kept.has(number));
    if (built === null) return;
    const { documentIds } = openCompanion(built.companion);
    written = await writeBuiltSegment(store, cell, built, documentIds).catch((cause: unknown) => {
      // The batch can be prepared again; what was written of it is an orphan.
      closed = false;
      throw cause;
    });
  }

  /** The segment without the documents that this batch replaces or removes. */
  async function withoutChanged(segment: ManifestSegment): Promise<ManifestSegment> {
    const ids = [...changes.keys()].map(idBytes).filter((id) => mayHold(segment, id));
    if (ids.length === 0) return segment;
    const { documentIds } = await readCompanion(segment.segmentId);
    const numbers = ids.map((id) => findId(documentIds, id)).filter((number) => number >= 0);
    const changed = withDeleted(segment, numbers);
    return changed.deleted.length === segment.deleted.length ? segment : changed;
  }

  function begin(document: DocumentHead): DocumentInPieces {
    ensureOpen();
    const number = added;
    builder.begin(document);
    changes.set(document.documentId.toLowerCase(), number);
    added += 1;
    return {
      add(passages) {
        ensureOpen();
        if (number !== added - 1) throw new Error('another document was begun since');
        builder.addPassages(passages);
      },
    };
  }

  return {
    begin,
    add(document) {
      begin(document).add(document.passages);
    },
    remove(documentId) {
      ensureOpen();
      idBytes(documentId);
      changes.set(documentId.toLowerCase(), null);
    },
    async prepare() {
      const { version, manifest } = await readCellManifest(store, cell, weights);
      ensureSameWeights(manifest, weights);
      if (written !== null && manifest.segments.some(({ segmentId }) => segmentId === written?.segmentId)) return null;
      await writeOnce();
      const segments: ManifestSegment[] = [];
      for (const segment of manifest.segments) segments.push(await withoutChanged(segment));
      if (written === null && segments.every((segment, i) => segment === manifest.segments[i])) return null;
      if (written !== null) segments.push(written);
      return {
        cell,
        expectedVersion: version,
        manifest: encodeManifest({ weights, segments: segments.filter((segment) => !isEmptied(segment)) }),
        obsoleteSegments: objectNames(segments.filter(isEmptied)),
      };
    },
  };
}
