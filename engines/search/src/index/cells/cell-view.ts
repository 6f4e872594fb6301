import type { CellId, SegmentStore, TermBlinder } from '../../contract.ts';
import { CorruptIndexError } from '../errors.ts';
import { decodeManifest } from '../manifest/manifest.ts';
import { openSegment } from '../segment/segment.ts';
import { headerField } from '../segment/segment-layout.ts';
import { type SegmentView, viewSegment } from './segment-view.ts';

/** A cell at one version, ready to be searched. */
export type CellView = {
  cell: CellId;
  version: number;
  blinder: TermBlinder;
  segments: readonly SegmentView[];
  livePassages: number;
  liveLength: number;
  /** What it holds in memory, segments that it shares with an older view included. */
  bytes: number;
};

/** Objects around the bytes of a segment and of a cell, measured; what makes thousands of tiny cells cost more than their bytes. */
const bytesPerSegment = 2500;
const bytesPerCell = 500;

/**
 * Reads what the manifest names; segments that `before` has open are shared. `version` null in the store is an empty cell at version 0.
 *
 * @throws CorruptIndexError when a segment is not the one that the manifest describes.
 */
export async function loadCellView(
  store: Pick<SegmentStore, 'readManifest' | 'readSegment'>,
  cell: CellId,
  blinder: TermBlinder,
  before: CellView | null,
): Promise<CellView> {
  const stored = await store.readManifest(cell);
  const manifest = stored === null ? { segments: [] } : decodeManifest(stored.bytes);
  const segments: SegmentView[] = [];
  for (const described of manifest.segments) {
    const open = before?.segments.find(({ segmentId }) => segmentId === described.segmentId);
    if (open !== undefined && sameNumbers(open.deleted, described.deleted)) {
      segments.push(open);
    } else {
      const segment = open?.segment ?? openDescribed(await store.readSegment(cell, described.segmentId), described);
      segments.push(viewSegment(segment, described));
    }
  }
  return {
    cell,
    version: stored?.version ?? 0,
    blinder: stored?.blinder ?? blinder,
    segments,
    livePassages: segments.reduce((sum, view) => sum + view.livePassages, 0),
    liveLength: segments.reduce((sum, view) => sum + view.liveLength, 0),
    bytes: segments.reduce((sum, { segment }) => sum + segment.bytes + bytesPerSegment, bytesPerCell),
  };
}

/** The segment's own checksum finds damage; comparing it with the manifest's finds another segment under the name. */
function openDescribed(bytes: Uint8Array, described: { segmentId: string; checksum: number; byteLength: number }) {
  const segment = openSegment(bytes);
  const own = new DataView(bytes.buffer, bytes.byteOffset).getUint32(headerField.checksum * 4, true);
  if (bytes.byteLength !== described.byteLength || own !== described.checksum) {
    throw new CorruptIndexError(`segment ${described.segmentId} is not the one that the manifest describes`);
  }
  return segment;
}

function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i]);
}
