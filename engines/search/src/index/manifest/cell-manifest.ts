import { newId } from '@nexus/kernel';
import type { CellId, FieldWeights, SegmentStore } from '../../contract.ts';
import { WeightsMismatchError } from '../errors.ts';
import { defaultFieldWeights } from '../parameters.ts';
import { companionOf } from '../segment/companion.ts';
import { compareIds } from '../segment/document-table.ts';
import type { BuiltSegment } from '../segment/segment-builder.ts';
import { headerField } from '../segment/segment-layout.ts';
import { decodeManifest, encodeManifest, type Manifest, type ManifestSegment } from './manifest.ts';

/** The committed manifest of a cell; version 0 and no segments when there is none yet. */
export async function readCellManifest(
  store: Pick<SegmentStore, 'readManifest'>,
  cell: CellId,
  weights: FieldWeights,
): Promise<{ version: number; manifest: Manifest }> {
  const stored = await store.readManifest(cell);
  if (stored === null) return { version: 0, manifest: { weights, segments: [] } };
  return { version: stored.version, manifest: decodeManifest(stored.bytes) };
}

/** The manifest of a cell that holds nothing. */
export function emptyManifest(): Uint8Array {
  return encodeManifest({ weights: defaultFieldWeights, segments: [] });
}

/** @throws WeightsMismatchError */
export function ensureSameWeights(manifest: Manifest, weights: FieldWeights): void {
  const { body, heading, title } = manifest.weights;
  if (body !== weights.body || heading !== weights.heading || title !== weights.title) {
    throw new WeightsMismatchError('the cell was indexed with other field weights; index it anew');
  }
}

/** Writes both objects of a segment (the companion first: the segment's presence implies it) and describes it for the manifest. */
export async function writeBuiltSegment(
  store: Pick<SegmentStore, 'writeSegment'>,
  cell: CellId,
  built: BuiltSegment,
  documentIds: Uint8Array,
): Promise<ManifestSegment> {
  const segmentId = newId();
  await store.writeSegment(cell, companionOf(segmentId), built.companion);
  await store.writeSegment(cell, segmentId, built.segment);
  return {
    segmentId,
    checksum: new DataView(built.segment.buffer).getUint32(headerField.checksum * 4, true),
    byteLength: built.segment.byteLength,
    passages: built.passages,
    documents: built.documents,
    firstId: documentIds.slice(0, 16),
    lastId: documentIds.slice(-16),
    deleted: new Uint32Array(0),
  };
}

export function mayHold(segment: ManifestSegment, id: Uint8Array): boolean {
  return compareIds(segment.firstId, 0, id, 0) <= 0 && compareIds(id, 0, segment.lastId, 0) <= 0;
}

/** Both objects of each segment, as the store names them. */
export function objectNames(segments: readonly ManifestSegment[]): string[] {
  return segments.flatMap(({ segmentId }) => [segmentId, companionOf(segmentId)]);
}

/** Ascending, each once. */
export function withDeleted(segment: ManifestSegment, more: Iterable<number>): ManifestSegment {
  const deleted = new Set(segment.deleted);
  for (const number of more) deleted.add(number);
  return { ...segment, deleted: Uint32Array.from(deleted).sort() };
}

export function isEmptied(segment: ManifestSegment): boolean {
  return segment.deleted.length === segment.documents;
}
