export type * from './contract.ts';
export { type CellWriterOptions, createCellWriter } from './index/cell-writer.ts';
export { commitChange } from './index/commit-change.ts';
export { type MergeOptions, type MergePolicy, mergeCell } from './index/merge-cell.ts';
export { defaultFieldWeights, defaultRanking } from './index/parameters.ts';
export { createSearcher, type SearcherOptions } from './index/searcher.ts';
export { sweepCell } from './index/sweep-cell.ts';
export { createFolderStore, type FolderStoreOptions } from './stores/folder.store.ts';
export { createMemoryStore } from './stores/memory.store.ts';
