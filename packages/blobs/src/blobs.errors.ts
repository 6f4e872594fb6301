import { AppError, NotFoundError } from '@nexus/kernel';

export class BlobNotFoundError extends NotFoundError {
  override readonly code = 'blobs.not_found';
  constructor(cause?: unknown) {
    super('The stored object is missing.', { cause });
  }
}

export class StorageFullError extends AppError {
  readonly status = 507;
  readonly code = 'blobs.storage_full';
  readonly title = 'The disk is full';
  constructor(cause?: unknown) {
    super('There is no room left on the disk. Nothing was stored; free some space and try again.', { cause });
  }
}
