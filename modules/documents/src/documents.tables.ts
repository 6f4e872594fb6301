export type FolderRow = {
  id: string;
  spaceId: string;
  /** Of the documents that it was made for; the same path under another label is another folder. */
  labelId: string;
  parentId: string | null;
  name: Buffer;
  pathFingerprint: Buffer;
  createdAt: Date;
};

export type DocumentRow = {
  id: string;
  spaceId: string;
  labelId: string;
  folderId: string | null;
  parentDocumentId: string | null;
  fileName: Buffer;
  placeFingerprint: Buffer;
  currentVersionId: string | null;
  state: 'active' | 'deleting';
  /** What the document says of itself; the label that holds is `labelId`. */
  suggestedLabelId: string | null;
  suggestion: Buffer | null;
  suggestionState: SuggestionState | null;
  version: number;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export type SuggestionState = 'open' | 'confirmed' | 'dismissed';

/** One place of a document. The first has the document's own id; one of them, repeated in the document's row, is the main one. */
export type PlaceRow = {
  id: string;
  documentId: string;
  spaceId: string;
  parentDocumentId: string | null;
  folderId: string | null;
  fileName: Buffer;
  placeFingerprint: Buffer;
  createdBy: string | null;
  createdAt: Date;
};

export type VersionState = 'queued' | 'reading' | 'ready' | 'failed' | 'cancelled' | 'superseded';

export type VersionRow = {
  id: string;
  documentId: string;
  number: number;
  spaceId: string;
  labelId: string;
  blobId: string;
  /** Key that sealed the blob; null for blobs from before keys could be replaced. */
  blobKeyId: Buffer | null;
  sizeBytes: bigint;
  contentFingerprint: Buffer;
  state: VersionState;
  reason: string | null;
  detail: Buffer | null;
  format: string | null;
  language: string | null;
  parts: number | null;
  passages: number | null;
  day: number | null;
  metadata: Buffer | null;
  progressDone: number;
  progressTotal: number | null;
  attempts: number;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};

export type PartRow = {
  versionId: string;
  part: number;
  spaceId: string;
  kind: string;
  method: string;
  characters: number;
  confidence: number | null;
  garbage: number | null;
  content: Buffer | null;
  notes: Buffer | null;
};

export type WatchedFolderRow = {
  id: string;
  spaceId: string;
  /** Of what it brings in. */
  labelId: string;
  path: Buffer;
  pathFingerprint: Buffer;
  state: 'active' | 'paused' | 'unreachable';
  createdBy: string | null;
  createdAt: Date;
  scannedAt: Date | null;
};

export type WatchedFileRow = {
  watchedFolderId: string;
  pathFingerprint: Buffer;
  sizeBytes: bigint;
  modifiedMs: bigint;
  documentId: string | null;
};

export type ReclassificationState = 'requested' | 'approved' | 'applied' | 'rejected' | 'withdrawn' | 'overtaken';

export type ReclassificationRow = {
  id: string;
  documentId: string;
  spaceId: string;
  fromLabelId: string;
  toLabelId: string;
  kind: 'raise' | 'lower';
  state: ReclassificationState;
  reason: Buffer | null;
  requestedBy: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: Buffer | null;
  appliedAt: Date | null;
};

export type DocumentsTables = {
  reclassifications: ReclassificationRow;
  folders: FolderRow;
  documents: DocumentRow;
  documentPlaces: PlaceRow;
  documentVersions: VersionRow;
  documentParts: PartRow;
  watchedFolders: WatchedFolderRow;
  watchedFiles: WatchedFileRow;
};
