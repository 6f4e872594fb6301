import { BlobNotFoundError, type BlobStore } from '@nexus/blobs';
import type { StoreWriter } from '../store/backup-store.ts';
import { inChunks } from '../store/chunked.ts';
import type { StoredBlob } from '../store/journal.ts';
import { backedUpPrefixes } from './held-blobs.ts';

/** Keys of the blob store that backups hold. */
export async function* listBackedUp(blobs: Pick<BlobStore, 'list'>): AsyncGenerator<string> {
  for (const prefix of backedUpPrefixes) yield* blobs.list(prefix);
}

export type CopyBlobsOptions = {
  blobs: Pick<BlobStore, 'read'>;
  writer: Pick<StoreWriter, 'packs' | 'blobs'>;
  signal: AbortSignal;
  onCopied(size: number): void;
};

/**
 * Packs the objects that the store does not have yet; they count when the next entry of the journal names them. Objects never change, so the key
 * decides. One that is gone meanwhile was removed with its row, by somebody who saw that every copy exists.
 */
export async function copyBlobs(keys: Iterable<string>, options: CopyBlobsOptions): Promise<StoredBlob[]> {
  const { blobs, writer, signal, onCopied } = options;
  const copied: StoredBlob[] = [];
  for (const key of keys) {
    if (writer.blobs.has(key)) continue;
    signal.throwIfAborted();
    try {
      const chunks: string[] = [];
      let size = 0;
      // Sealed bytes do not get smaller.
      for await (const chunk of inChunks(blobs.read(key))) {
        chunks.push(await writer.packs.add(chunk, { isCompressible: false }));
        size += chunk.length;
      }
      copied.push([key, size, chunks]);
      onCopied(size);
    } catch (error) {
      if (!(error instanceof BlobNotFoundError)) throw error;
    }
  }
  return copied;
}
