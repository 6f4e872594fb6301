export { createAnalyzer } from './analysis/analyzer.ts';
export { fold } from './analysis/fold.ts';
export { sentencesOf, type TextRange } from './analysis/sentences.ts';
export type * from './contract.ts';
export { type CellWriterOptions, createCellWriter } from './index/cell-writer.ts';
export { commitChange } from './index/commit-change.ts';
export { CommitContentionError, CorruptIndexError, StaleManifestError, WeightsMismatchError } from './index/errors.ts';
export { emptyManifest } from './index/manifest/cell-manifest.ts';
export { type MergeOptions, mergeCell } from './index/merge-cell.ts';
export { defaultMergePolicy, type MergePolicy, passagesToMerge } from './index/merge-policy.ts';
export { defaultFieldWeights, defaultRanking } from './index/parameters.ts';
export { createSearcher, type SearcherOptions } from './index/searcher.ts';
export { sweepCell } from './index/sweep-cell.ts';
export type { BlockPlace, Passage, PassageAnchor, PassageOptions, SourceBlock } from './passages/passage.ts';
export { createPassageBuilder, type PassageBuilder, passagesOf } from './passages/passages-of.ts';
export { placesOf, type QuotedPlace } from './passages/places-of.ts';
export { parseQuery, queryLimits } from './query/parse-query.ts';
export type { ParsedQuery, Phrase, QueryOutcome, QueryProblem } from './query/parsed-query.ts';
export { holdsPhrases, needsVerification, toPostingsQuery } from './query/postings-query.ts';
export { queryTermsOf } from './query/query-terms.ts';
export { rerankDepth } from './rerank/parameters.ts';
export { createReranker, type RerankCandidate, type Reranked, type Reranker } from './rerank/reranker.ts';
export { didYouMean } from './spelling/did-you-mean.ts';
export {
  type Correction,
  createSpeller,
  type Speller,
  type SpellerOptions,
  type Spelling,
} from './spelling/speller.ts';
export { createFolderStore, type FolderStoreOptions } from './stores/folder.store.ts';
export { createMemoryStore } from './stores/memory.store.ts';
export { expandTerms } from './thesaurus/expand-terms.ts';
export { defaultShares, type Shares } from './thesaurus/shares.ts';
export { createThesaurus, type Thesaurus, type ThesaurusOptions, type Variant } from './thesaurus/thesaurus.ts';
