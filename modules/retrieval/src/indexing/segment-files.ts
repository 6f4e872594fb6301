import type { BlobStore } from '@nexus/blobs';
import type { CellId } from '@nexus/search';
import { cellOf } from '../sealed-segments.ts';
import { segmentKey } from '../segment-names.ts';
import type { SegmentFiles } from './indexing.ts';

/** The objects that `createSealedSegments` serves to readers, unopened: sealing and opening is the builder's. */
export function createSegmentFiles(blobs: Pick<BlobStore, 'readWhole' | 'write'>): SegmentFiles {
  const keyOf = (cellId: CellId, name: string) => segmentKey(cellOf(cellId), name);
  return {
    read: (cellId, name) => blobs.readWhole(keyOf(cellId, name)),
    async write(cellId, name, sealed) {
      await blobs.write(keyOf(cellId, name), sealed);
    },
  };
}
