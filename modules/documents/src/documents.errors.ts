import {
  AppError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  TooLargeError,
} from '@nexus/kernel';

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

/** Also for a label that exists and is above the person. */
export class LabelNotFoundError extends NotFoundError {
  override readonly code = 'documents.label_not_found';
  constructor() {
    super('There is no such label, or you may not use it. Choose one that you may read.');
  }
}

export class AboveCeilingError extends ConflictError {
  override readonly code = 'documents.above_ceiling';
  constructor() {
    super('The label is above the ceiling of the space: it may not enter here.');
  }
}

export class BelowParentError extends ConflictError {
  override readonly code = 'documents.below_parent';
  constructor() {
    super('What was attached to a document carries at least its label.');
  }
}

export class LabelNotByRequestError extends ConflictError {
  override readonly code = 'documents.label_not_by_request';
  constructor() {
    super('A document gets another label by a request that holds, and in no other way.');
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

/** RFC 9110, 15.5.17. */
export class RangeUnsatisfiableError extends AppError {
  readonly status = 416;
  readonly code = 'documents.range_unsatisfiable';
  readonly title = 'Beyond the end of the file';
  constructor() {
    super('The file is shorter than the place where the requested bytes begin.');
  }
}
