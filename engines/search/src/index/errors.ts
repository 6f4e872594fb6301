/** Bytes of a segment or a manifest are not what was written: torn, changed, or of a format that this version does not read. */
export class CorruptIndexError extends Error {
  override readonly name = 'CorruptIndexError';
}

/** The cell was written with other field weights; it must be indexed anew. */
export class WeightsMismatchError extends Error {
  override readonly name = 'WeightsMismatchError';
}

/** The store's manifest is older than the version that the caller has seen. */
export class StaleManifestError extends Error {
  override readonly name = 'StaleManifestError';
}

/** Other writers were quicker at every attempt. */
export class CommitContentionError extends Error {
  override readonly name = 'CommitContentionError';
}
