import type { SharedSealer } from '@nexus/crypto';
import type { CellId, PreparedCommit } from '@nexus/search';
import type { PackedRows, Piece, StoredManifest } from './indexing.ts';

/** A call is answered once, by `done` or `failed` with its number. A task is one batch or one merge. */
export type Call =
  | { kind: 'startBatch'; task: number; cellId: CellId; keys: SharedSealer }
  | { kind: 'startMerge'; task: number; cellId: CellId; keys: SharedSealer; manifest: StoredManifest | null }
  | { kind: 'take'; task: number; piece: Piece }
  | { kind: 'remove'; task: number; sourceIds: readonly string[] }
  | { kind: 'prepare'; task: number; manifest: StoredManifest | null }
  | { kind: 'end'; task: number };

export type CallResult = PackedRows | PreparedCommit | boolean | null;

/** `file` answers `read` (with bytes) and `write` (without); `lost` says that the disk did not do it. */
export type ToThread =
  | { kind: 'call'; number: number; call: Call }
  | { kind: 'file'; ask: number; bytes: Uint8Array | null }
  | { kind: 'lost'; ask: number };

export type FromThread =
  | { kind: 'done'; number: number; result: CallResult }
  /** `ask` names the reading or writing whose failure it was. */
  | { kind: 'failed'; number: number; name: string; message: string; stack: string | undefined; ask: number | null }
  | { kind: 'read'; ask: number; cellId: CellId; name: string }
  | { kind: 'write'; ask: number; cellId: CellId; name: string; sealed: Uint8Array };

/** The buffers of a message that can change hands instead of being copied: those that the bytes have for themselves. */
export function transferable(...arrays: readonly (Uint8Array | Uint32Array)[]): ArrayBuffer[] {
  return arrays
    .filter(
      ({ buffer, byteLength }) => buffer instanceof ArrayBuffer && byteLength > 0 && buffer.byteLength === byteLength,
    )
    .map(({ buffer }) => buffer as ArrayBuffer);
}
