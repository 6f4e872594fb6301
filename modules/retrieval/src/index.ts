export {
  createRetrievalModule,
  type RetrievalModule,
  type RetrievalModuleDependencies,
  retrievalMigrations,
} from './module.ts';
export type { IndexSource, PassageIndex } from './passage-index.ts';
export { createRanker, type Ranker, type Ranking, type RankingRequest } from './ranking.ts';
export type { FoundPassage } from './readable-passages.ts';
export { retrievalActions } from './retrieval.actions.ts';
export type { AuditPort, CardsPort, DocumentCard, KeyringPort } from './retrieval.ports.ts';
export { retrievalSealed } from './retrieval.sealed.ts';
export type { FindRequest, Found } from './retrieval.service.ts';
