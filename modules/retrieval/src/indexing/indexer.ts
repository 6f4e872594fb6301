import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { Logger } from '@nexus/kernel';
import { type Analyzer, type CellId, passagesToMerge } from '@nexus/search';
import { createBlinderMemory } from './blinder-memory.ts';
import { createBatchTask, createMergeTask } from './index-task.ts';
import { createIndexThread, type IndexThreadOptions } from './index-thread.ts';
import type { IndexBatch, IndexMerge, StoredManifest } from './indexing.ts';
import { createSegmentFiles } from './segment-files.ts';

export type IndexerOptions = Pick<IndexThreadOptions, 'maxHeapMb' | 'idleMs'> & {
  blobs: Pick<BlobStore, 'readWhole' | 'write'>;
  analyzer: Analyzer;
  logger: Logger;
  /** Changes and merges of at most so many passages are made on the spot. */
  inlinePassages?: { change: number; merge: number };
};

export type Indexer = ReturnType<typeof createIndexer>;

/** About 10 ms of work in one go. Less than that, another thread would give nothing back but waiting. */
const defaultInline = { change: 32, merge: 1_000 };

/** Builds and merges: small ones here, others in a thread for changes and a thread for merges, so that nobody waits for a merge. */
export function createIndexer({ blobs, analyzer, inlinePassages = defaultInline, ...options }: IndexerOptions) {
  const files = createSegmentFiles(blobs);
  const blinderOf = createBlinderMemory();
  const changes = createIndexThread({ files, ...options });
  const merges = createIndexThread({ files, ...options });
  return {
    /** `passages` is how many will be taken, at most. */
    startBatch(cellId: CellId, sealer: Sealer, passages: number): IndexBatch {
      if (passages > inlinePassages.change) return changes.startBatch(cellId, sealer);
      return createBatchTask({ cellId, sealer, files, blinderOf, analyzer });
    },
    /** Null when the cell is tidy. */
    async merge(cellId: CellId, sealer: Sealer, manifest: StoredManifest | null): Promise<IndexMerge | null> {
      const passages = manifest === null ? 0 : passagesToMerge(manifest.bytes);
      if (passages === 0) return null;
      if (passages > inlinePassages.merge) return await merges.startMerge(cellId, sealer, manifest);
      return await createMergeTask({ cellId, sealer, files, blinderOf }, manifest);
    },
    /** Changes in the making fail with `IndexClosedError` and leave nothing behind that counts. */
    async close(): Promise<void> {
      await Promise.all([changes.close(), merges.close()]);
    },
  };
}
