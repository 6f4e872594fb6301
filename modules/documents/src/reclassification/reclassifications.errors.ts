import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class ReclassificationNotFoundError extends NotFoundError {
  override readonly code = 'documents.reclassification_not_found';
  constructor() {
    super('There is no such request, or it is not for you to see.');
  }
}

export class AlreadyLabelledError extends ConflictError {
  override readonly code = 'documents.already_labelled';
  constructor() {
    super('The document carries this label already.');
  }
}

export class AlreadyRequestedError extends ConflictError {
  override readonly code = 'documents.reclassification_open';
  constructor() {
    super('Another request for this document waits to be decided. Decide or withdraw that one first.');
  }
}

export class AlreadyDecidedError extends ConflictError {
  override readonly code = 'documents.reclassification_decided';
  constructor() {
    super('This request was decided, withdrawn or overtaken in the meantime.');
  }
}

export class SelfApprovalError extends ForbiddenError {
  override readonly code = 'documents.self_approval';
  constructor() {
    super('Who asks for a lower label does not decide about it. Another person has to.');
  }
}

export class ReasonMissingError extends InvalidInputError {
  override readonly code = 'documents.reason_missing';
  constructor() {
    const message = 'To lower a label, say why.';
    super(message, [{ path: 'body/reason', message }]);
  }
}

export class PlaceTakenError extends ConflictError {
  override readonly code = 'documents.place_taken';
  constructor() {
    super('Another document has this path under that label. Move or delete one of the two first.');
  }
}
