import type { TileStore } from '../tiles/tile-tree.ts';

/** Where a log lies: an export in a folder or archive, a database. */
export type LogSource = TileStore & {
  /** The bundle of entries with this index, which is to have `width` entries. Null when there is none. */
  readBundle(index: number, width: number): Promise<Uint8Array | null>;
};

/** What is wrong, and exactly where. Places are those of entries, from 0. */
export type LogFault =
  /** The entry at `place` is not the one that the log committed to. */
  | { kind: 'entry_changed'; place: number }
  /** The entry that the log has at `place` is not there. */
  | { kind: 'entry_removed'; place: number }
  /** Before the entry of `place` stands one that the log does not have there. */
  | { kind: 'entry_inserted'; place: number }
  /** The entry that belongs at `place` stands at `foundAt`. */
  | { kind: 'entry_moved'; place: number; foundAt: number }
  /** All entries from `place` to the end are missing. */
  | { kind: 'entries_cut'; place: number; count: number }
  /** Entries that are beyond the end that the checkpoint names. */
  | { kind: 'entries_added'; place: number; count: number }
  | { kind: 'bundle_missing'; index: number; place: number }
  | { kind: 'bundle_malformed'; index: number; place: number; detail: string }
  | { kind: 'tile_missing'; level: number; index: number }
  /** `positions` are those of the wrong hashes in the tile; empty when nothing that is right is left to compare with. */
  | { kind: 'tile_changed'; level: number; index: number; positions: number[] }
  /** Neither tiles nor entries of this stretch (end exclusive) lead to the checkpoint. */
  | { kind: 'stretch_unproven'; from: number; to: number }
  /** Entries and tiles agree with each other, or not, but neither with the checkpoint. */
  | { kind: 'root_differs'; size: number };
