export type { BlobStore } from './blob-store.ts';
export { BlobNotFoundError, StorageFullError } from './blobs.errors.ts';
export { createFolderBlobStore } from './folder-blob-store.ts';
