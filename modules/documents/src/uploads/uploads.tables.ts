import type { Tx } from '@nexus/db';

export type UploadRow = {
  id: string;
  spaceId: string;
  labelId: string;
  createdBy: string;
  path: Buffer;
  sizeBytes: bigint;
  receivedBytes: bigint;
  documentId: string | null;
  versionId: string | null;
  outcome: string | null;
  createdAt: Date;
  touchedAt: Date;
};

export type PieceRow = {
  uploadId: string;
  startByte: bigint;
  sizeBytes: bigint;
  blobId: string;
  /** Key that sealed it; null for pieces from before keys could be replaced. */
  blobKeyId: Buffer | null;
};

export type UploadsTables = { unfinishedUploads: UploadRow; uploadPieces: PieceRow };
export type UploadsTx = Tx<UploadsTables>;
