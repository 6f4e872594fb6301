import type { SealContext } from '@nexus/crypto';
import type { Cell } from './retrieval.repository.ts';

/** Where the segments of a cell lie among the blobs. */
export function segmentsPrefix(cell: Cell): string {
  return `segments/${cell.spaceId}/${cell.labelId}`;
}

export function segmentKey(cell: Cell, name: string): string {
  return `${segmentsPrefix(cell)}/${name}`;
}

/** What the seal of a segment is bound to, for those who write it and those who read it. */
export function segmentContext(name: string): SealContext {
  return { kind: 'segment', objectId: name };
}
