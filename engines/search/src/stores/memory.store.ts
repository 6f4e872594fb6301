import type { CellId, SegmentStore } from '../contract.ts';

/** Everything in maps, for tests and for indexes that are made anew at each start. Bytes are copied in and out. */
export function createMemoryStore(): SegmentStore {
  const manifests = new Map<CellId, { version: number; bytes: Uint8Array }>();
  const segments = new Map<CellId, Map<string, Uint8Array>>();

  return {
    async readManifest(cell) {
      const manifest = manifests.get(cell);
      return manifest === undefined ? null : { version: manifest.version, bytes: manifest.bytes.slice() };
    },
    async commitManifest(cell, expectedVersion, bytes) {
      if ((manifests.get(cell)?.version ?? 0) !== expectedVersion) return false;
      manifests.set(cell, { version: expectedVersion + 1, bytes: bytes.slice() });
      return true;
    },
    async readSegment(cell, segmentId) {
      const bytes = segments.get(cell)?.get(segmentId);
      if (bytes === undefined) throw new Error(`no segment ${segmentId}`);
      return bytes.slice();
    },
    async writeSegment(cell, segmentId, bytes) {
      const ofCell = segments.get(cell) ?? new Map<string, Uint8Array>();
      ofCell.set(segmentId, bytes.slice());
      segments.set(cell, ofCell);
    },
    async removeSegment(cell, segmentId) {
      segments.get(cell)?.delete(segmentId);
    },
    async listSegments(cell) {
      return [...(segments.get(cell)?.keys() ?? [])];
    },
  };
}
