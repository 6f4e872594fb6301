import type { BlobStore } from '@nexus/blobs';
import { blindingAs, type Sealer } from '@nexus/crypto';
import type { Database } from '@nexus/db';
import type { CellId, SegmentStore, TermBlinder } from '@nexus/search';
import { createManifestReader } from './manifest-reader.ts';
import type { KeyringPort } from './retrieval.ports.ts';
import type { Cell } from './retrieval.repository.ts';
import type { IndexCellRow } from './retrieval.tables.ts';
import { segmentContext, segmentKey, segmentsPrefix } from './segment-names.ts';

export function cellIdOf(cell: Cell): CellId {
  return `${cell.spaceId}.${cell.labelId}`;
}

export function cellOf(cellId: CellId): Cell {
  const [spaceId, labelId] = cellId.split('.');
  if (!spaceId || !labelId) throw new TypeError('not a cell id');
  return { spaceId, labelId };
}

export type SealedSegments = Pick<
  SegmentStore,
  'readManifest' | 'readSegment' | 'writeSegment' | 'removeSegment' | 'listSegments'
>;

export function sealManifest(sealer: Sealer, cell: Cell, version: bigint, manifest: Uint8Array): Buffer {
  return sealer.seal({ kind: 'manifest', objectId: cellIdOf(cell), version: Number(version) }, manifest);
}

export function openManifest(sealer: Sealer, cell: Cell, row: Pick<IndexCellRow, 'version' | 'manifest'>): Buffer {
  return sealer.open({ kind: 'manifest', objectId: cellIdOf(cell), version: Number(row.version) }, row.manifest);
}

/**
 * Segments as sealed blobs, manifests as sealed rows. Which cells a question may touch was decided in the reader's own transaction before
 * anything here is asked; so that one opened segment serves all of its readers, the reading itself is the server's.
 */
export function createSealedSegments(
  database: Pick<Database, 'withWorker'>,
  blobs: BlobStore,
  keyring: KeyringPort,
): SealedSegments {
  const findManifest = createManifestReader(database);
  return {
    async readManifest(cellId) {
      const cell = cellOf(cellId);
      const row = await findManifest(cell);
      if (!row) return null;
      const sealer = await keyring.forSpace(cell.spaceId);
      return {
        version: Number(row.version),
        bytes: openManifest(sealer, cell, row),
        blinder: blinderOf(sealer, row.termKeyId),
      };
    },
    async readSegment(cellId, segmentId) {
      const cell = cellOf(cellId);
      const sealer = await keyring.forSpace(cell.spaceId);
      const sealed = await blobs.readWhole(segmentKey(cell, segmentId));
      return sealer.open(segmentContext(segmentId), sealed);
    },
    async writeSegment(cellId, segmentId, bytes) {
      const cell = cellOf(cellId);
      const sealer = await keyring.forSpace(cell.spaceId);
      await blobs.write(segmentKey(cell, segmentId), sealer.seal(segmentContext(segmentId), bytes));
    },
    removeSegment: (cellId, segmentId) => blobs.remove(segmentKey(cellOf(cellId), segmentId)),
    async listSegments(cellId) {
      const segmentIds: string[] = [];
      for await (const key of blobs.list(segmentsPrefix(cellOf(cellId))))
        segmentIds.push(key.slice(key.lastIndexOf('/') + 1));
      return segmentIds;
    },
  };
}

const blinders = new WeakMap<Sealer, Map<string, TermBlinder>>();

/** One object for each key of a sealer: the terms that it blinded are remembered by it. */
export function blinderOf(sealer: Sealer, termKeyId: Buffer | null): TermBlinder {
  const known = blinders.get(sealer) ?? new Map<string, TermBlinder>();
  blinders.set(sealer, known);
  const name = termKeyId?.toString('hex') ?? '';
  const blinder = known.get(name) ?? blindWith(blindingAs(sealer, termKeyId));
  known.set(name, blinder);
  return blinder;
}

function blindWith(sealer: Sealer): TermBlinder {
  return { blind: (term) => sealer.blindTerm(term) };
}
