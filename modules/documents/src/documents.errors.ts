import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, TooLargeError } from '@nexus/kernel';

export class DocumentNotFoundError extends NotFoundError {
  override readonly code = 'documents.not_found';
  constructor() {
    super('There is no such document, or you may not read it.');
  }
}

export class PlaceNotFoundError extends NotFoundError {
  override readonly code = 'documents.place_not_found';
  constructor() {
    super('The document has no such place.');
  }
}

export class DocumentActionForbiddenError extends ForbiddenError {
  override readonly code = 'documents.forbidden';
  constructor() {
    super('Your role in this space does not allow this.');
  }
}

export class SpaceUnreachableError extends NotFoundError {
  override readonly code = 'documents.space_not_found';
  constructor() {
    super('There is no such space, or you are not a member of it.');
  }
}

export class NothingToCancelError extends ConflictError {
  override readonly code = 'documents.not_in_progress';
  constructor() {
    super('This document is not being read at the moment.');
  }
}

export class NothingToRetryError extends ConflictError {
  override readonly code = 'documents.not_failed';
  constructor() {
    super('Only documents that failed or were cancelled can be tried again.');
  }
}

export class FileTooLargeError extends TooLargeError {
  override readonly code = 'documents.file_too_large';
  constructor(limitBytes: number) {
    super(`The file is larger than the limit of ${Math.floor(limitBytes / 1024 ** 2)} MB. Nothing was stored.`);
  }
}

export class InvalidFilePathError extends InvalidInputError {
  override readonly code = 'documents.invalid_path';
  constructor(message: string) {
    super(message, [{ path: 'path', message }]);
  }
}

export class WatchedPathRefusedError extends InvalidInputError {
  override readonly code = 'documents.watched_path_refused';
  constructor(message: string) {
    super(message, [{ path: 'path', message }]);
  }
}

export class WatchedFolderNotFoundError extends NotFoundError {
  override readonly code = 'documents.watched_folder_not_found';
  constructor() {
    super('There is no such watched folder.');
  }
}
