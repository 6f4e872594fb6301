import type { CellId, SegmentStore } from '../../contract.ts';

/** The process "died": everything after it is refused, so that code which goes on after a failure is caught, too. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/**
 * A disk that loses power after so many units of work: each byte of a segment and each commit or removal is a unit. A write that is cut leaves its
 * first bytes under its final name, which is worse than what the stores do. What was acknowledged before the cut stays.
 */
export function createFaultyStore(disk: Disk, budget: number): SegmentStore & { readonly spent: number } {
  let spent = 0;
  const spend = (units: number): number => {
    const left = Math.max(0, budget - spent);
    spent += units;
    return Math.min(units, left);
  };
  const work = (units = 1) => {
    if (spend(units) < units) throw new PowerCut();
  };
  const alive = () => {
    if (spent > budget) throw new PowerCut();
  };
  return {
    get spent() {
      return spent;
    },
    async readManifest(cell) {
      alive();
      return disk.manifests.get(cell) ?? null;
    },
    async commitManifest(cell, expectedVersion, bytes) {
      work();
      if ((disk.manifests.get(cell)?.version ?? 0) !== expectedVersion) return false;
      disk.manifests.set(cell, { version: expectedVersion + 1, bytes: bytes.slice() });
      return true;
    },
    async readSegment(cell, segmentId) {
      alive();
      const bytes = disk.segments.get(`${cell}/${segmentId}`);
      if (bytes === undefined) throw new Error(`no segment ${segmentId}`);
      return bytes.slice();
    },
    async writeSegment(cell, segmentId, bytes) {
      const written = spend(bytes.length);
      if (written > 0) disk.segments.set(`${cell}/${segmentId}`, bytes.slice(0, written));
      if (written < bytes.length) throw new PowerCut();
    },
    async removeSegment(cell, segmentId) {
      work();
      disk.segments.delete(`${cell}/${segmentId}`);
    },
    async listSegments(cell) {
      alive();
      return disk.segments
        .keys()
        .filter((name) => name.startsWith(`${cell}/`))
        .map((name) => name.slice(cell.length + 1))
        .toArray();
    },
  };
}

export type Disk = {
  manifests: Map<CellId, { version: number; bytes: Uint8Array }>;
  segments: Map<string, Uint8Array>;
};

export function emptyDisk(): Disk {
  return { manifests: new Map(), segments: new Map() };
}

export function copyDisk(disk: Disk): Disk {
  return { manifests: new Map(disk.manifests), segments: new Map(disk.segments) };
}
