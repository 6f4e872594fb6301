import type { CellId, SegmentStore } from '../contract.ts';

export type FolderStoreOptions = {
  folder: string;
  /** Seals bytes before they are written. `name` is unique per object of the cell. */
  seal?(cell: CellId, name: string, bytes: Uint8Array): Uint8Array;
  open?(cell: CellId, name: string, bytes: Uint8Array): Uint8Array;
};

export function createFolderStore(_options: FolderStoreOptions): SegmentStore {
  throw new Error('under construction');
}
