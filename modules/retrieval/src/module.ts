import type { BlobStore } from '@nexus/blobs';
import type { Database } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import type { Clock, Logger } from '@nexus/kernel';
import { createAnalyzer, createReranker, createSearcher, createSpeller, createThesaurus } from '@nexus/search';
import { createIndexer } from './indexing/indexer.ts';
import { createPassageIndex } from './passage-index.ts';
import { createRanker } from './ranking.ts';
import { rebuildRoutes } from './rebuilds.routes.ts';
import { createRebuilds } from './rebuilds.service.ts';
import { rememberStatistics } from './remembered-statistics.ts';
import { createResealIndex } from './reseal-index.ts';
import type {
  AccessPort,
  AuditPort,
  CardsPort,
  FingerprintPort,
  JobsPort,
  KeyringPort,
  LabelsPort,
  SourcesPort,
} from './retrieval.ports.ts';
import { retrievalRoutes } from './retrieval.routes.ts';
import { createRetrievalService } from './retrieval.service.ts';
import { savedSearchRoutes } from './saved/saved-searches.routes.ts';
import { createSavedSearches } from './saved/saved-searches.service.ts';
import { blinderOf, cellOf, createSealedSegments } from './sealed-segments.ts';
import { createSearchPassages } from './search-passages.ts';

export type RetrievalModuleDependencies = {
  database: Database;
  blobs: BlobStore;
  keyring: KeyringPort & FingerprintPort;
  audit: AuditPort;
  cards: CardsPort & SourcesPort;
  /** The application's own word on what may be read; row-level security has another. */
  accessOf: AccessPort;
  labels: LabelsPort;
  jobs: JobsPort;
  clock: Clock;
  logger: Logger;
  /** Bytes of opened segments kept in memory. */
  indexCacheBytes?: number;
};

export function createRetrievalModule(dependencies: RetrievalModuleDependencies) {
  const { database, blobs, keyring, cards, accessOf, labels, jobs, audit, clock, logger, indexCacheBytes } =
    dependencies;
  const analyzer = createAnalyzer();
  const segments = createSealedSegments(database, blobs, keyring);
  const searcher = rememberStatistics(
    createSearcher({
      store: segments,
      // For cells that nothing was written to; the others say with their manifest which key blinds them.
      blinderFor: async (cell) => blinderOf(await keyring.forSpace(cellOf(cell).spaceId), null),
      ...(indexCacheBytes === undefined ? {} : { cacheBytes: indexCacheBytes }),
    }),
  );
  const speller = createSpeller({ analyzer, searcher });
  const rank = createRanker({
    searcher,
    analyzer,
    speller,
    thesaurus: createThesaurus({ analyzer }),
    reranker: createReranker({ analyzer }),
  });
  const indexer = createIndexer({ blobs, analyzer, logger });
  const index = createPassageIndex({ database, segments, indexer, keyring, clock, logger });
  const rebuilds = createRebuilds({ database, index, sources: cards, jobs, audit, clock });
  const resealIndex = createResealIndex({ database, blobs, index, readChunks: rebuilds.readChunks });
  const searchPassages = createSearchPassages({ database, analyzer, rank, keyring, cards, accessOf, labels, audit });
  const savedSearches = createSavedSearches({ database, keyring, search: searchPassages, audit, clock });
  return {
    routes(app: HttpApp): void {
      retrievalRoutes(searchPassages)(app);
      rebuildRoutes(rebuilds)(app);
      savedSearchRoutes(savedSearches)(app);
    },
    rebuilds,
    resealIndex,
    service: createRetrievalService({ rank, keyring, cards, accessOf }),
    index,
    searcher,
    /** No more changes of the index: what is in the making fails with `IndexClosedError`, is undone and can be done at the next start. */
    close: () => indexer.close(),
  };
}

export type RetrievalModule = ReturnType<typeof createRetrievalModule>;
export const retrievalMigrations = { name: 'retrieval', directory: new URL('../migrations/', import.meta.url) };
