import { ConflictError, NotFoundError } from '@nexus/kernel';

export class UploadNotFoundError extends NotFoundError {
  override readonly code = 'documents.upload_not_found';
  constructor() {
    super('There is no such upload. It was finished, given up or too old; begin again.');
  }
}

export class UploadOffsetError extends ConflictError {
  override readonly code = 'documents.upload_offset';
  constructor(receivedBytes: bigint) {
    super(`The server has the first ${receivedBytes} bytes; go on from there.`);
  }
}

export class UploadIncompleteError extends ConflictError {
  override readonly code = 'documents.upload_incomplete';
  constructor() {
    super('Part of the file is still missing.');
  }
}

export class TooManyUploadsError extends ConflictError {
  override readonly code = 'documents.too_many_uploads';
  constructor() {
    super('Too many unfinished uploads. Finish or cancel some first.');
  }
}
