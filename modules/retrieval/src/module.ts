import type { BlobStore } from '@nexus/blobs';
import type { Database } from '@nexus/db';
import type { Clock, Logger } from '@nexus/kernel';
import { createAnalyzer, createReranker, createSearcher } from '@nexus/search';
import { createPassageIndex } from './passage-index.ts';
import { createRanker } from './ranking.ts';
import type { CardsPort, KeyringPort } from './retrieval.ports.ts';
import { createRetrievalService } from './retrieval.service.ts';
import { cellOf, createSealedSegments } from './sealed-segments.ts';

export type RetrievalModuleDependencies = {
  database: Database;
  blobs: BlobStore;
  keyring: KeyringPort;
  cards: CardsPort;
  clock: Clock;
  logger: Logger;
  /** Bytes of opened segments kept in memory. */
  indexCacheBytes?: number;
};

export function createRetrievalModule(dependencies: RetrievalModuleDependencies) {
  const { database, blobs, keyring, cards, clock, logger, indexCacheBytes } = dependencies;
  const analyzer = createAnalyzer();
  const segments = createSealedSegments(database, blobs, keyring);
  const searcher = createSearcher({
    store: segments,
    blinderFor: async (cell) => {
      const sealer = await keyring.forSpace(cellOf(cell).spaceId);
      return { blind: (term) => sealer.blindTerm(term) };
    },
    ...(indexCacheBytes === undefined ? {} : { cacheBytes: indexCacheBytes }),
  });
  const rank = createRanker({ searcher, analyzer, reranker: createReranker({ analyzer }) });
  return {
    service: createRetrievalService({ rank, keyring, cards }),
    index: createPassageIndex({ database, segments, keyring, analyzer, clock, logger }),
    searcher,
  };
}

export type RetrievalModule = ReturnType<typeof createRetrievalModule>;
export const retrievalMigrations = { name: 'retrieval', directory: new URL('../migrations/', import.meta.url) };
