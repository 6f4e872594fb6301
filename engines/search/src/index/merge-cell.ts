import type { CellChange, CellId, SegmentStore, TermBlinder } from '../contract.ts';
import { isEmptied, objectNames, readCellManifest, withDeleted, writeBuiltSegment } from './manifest/cell-manifest.ts';
import { encodeManifest, type ManifestSegment } from './manifest/manifest.ts';
import { defaultMergePolicy, type MergePolicy, planMerge } from './merge-policy.ts';
import { defaultFieldWeights } from './parameters.ts';
import { companionOf, openCompanion } from './segment/companion.ts';
import { type DocumentNumbers, gone, type MergeSource, mergeSegments } from './segment/merge-segments.ts';
import { openSegment } from './segment/segment.ts';

export type MergeOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment' | 'writeSegment'>;
  cell: CellId;
  blinder: TermBlinder;
  policy?: MergePolicy;
};

/**
 * Merges what the policy picks and writes the result; null when the cell is tidy. Writers go on meanwhile: `prepare` carries deletions that arrived
 * since over to the merged segment, and gives null when another merge took one of the sources (the result is then an orphan for the sweep).
 */
export async function mergeCell(options: MergeOptions): Promise<CellChange | null> {
  const { store, cell, policy = defaultMergePolicy } = options;
  const { manifest } = await readCellManifest(store, cell, defaultFieldWeights);
  const picked = planMerge(manifest.segments, policy);
  if (picked.length === 0) return null;

  const { numbers, written } = await mergePicked(options, picked);

  return {
    async prepare() {
      const { version, manifest: current } = await readCellManifest(store, cell, manifest.weights);
      const now = picked.map(({ segmentId }) => current.segments.find((segment) => segment.segmentId === segmentId));
      // A source that is missing was merged by another, or emptied by a writer; either way the documents here may be stale.
      if (now.some((segment) => segment === undefined)) return null;
      const goneSince = now.flatMap((segment, s) =>
        Array.from(segment!.deleted, (number) => numbers[s]![number]!).filter((number) => number !== gone),
      );
      const result = written && withDeleted(written, goneSince);
      const ids = new Set(picked.map(({ segmentId }) => segmentId));
      const segments: ManifestSegment[] = current.segments.filter(({ segmentId }) => !ids.has(segmentId));
      const obsolete = [...picked];
      if (result !== null) (isEmptied(result) ? obsolete : segments).push(result);
      return {
        cell,
        expectedVersion: version,
        manifest: encodeManifest({ weights: current.weights, segments }),
        obsoleteSegments: objectNames(obsolete),
      };
    },
  };
}

async function mergePicked(
  { store, cell, blinder }: MergeOptions,
  picked: readonly ManifestSegment[],
): Promise<{ numbers: DocumentNumbers; written: ManifestSegment | null }> {
  const { merged, numbers } = mergeSegments(await readSources(store, cell, picked), blinder);
  if (merged === null) return { numbers, written: null };
  // From here on nothing holds the sources: what follows, sealing for instance, finds their memory free.
  const { documentIds } = openCompanion(merged.companion);
  return { numbers, written: await writeBuiltSegment(store, cell, merged, documentIds) };
}

async function readSources(
  store: MergeOptions['store'],
  cell: CellId,
  picked: readonly ManifestSegment[],
): Promise<MergeSource[]> {
  const sources: MergeSource[] = [];
  for (const { segmentId, deleted } of picked) {
    sources.push({
      segment: openSegment(await store.readSegment(cell, segmentId)),
      companion: openCompanion(await store.readSegment(cell, companionOf(segmentId))),
      deleted,
    });
  }
  return sources;
}
