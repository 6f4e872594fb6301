import { AppError, ConflictError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class LastMethodError extends ConflictError {
  override readonly code = 'keys.last_method';
  constructor() {
    super('The last way to unseal stays: without it nobody could ever open the server again.');
  }
}

export class MethodNotFoundError extends NotFoundError {
  override readonly code = 'keys.method_not_found';
  constructor() {
    super('There is no such unseal method.');
  }
}

export class EvaluationKeyInUseError extends ConflictError {
  override readonly code = 'keys.evaluation_key_in_use';
  constructor() {
    super(
      'The evaluation key lies beside the data and opens everything: add an unseal method and destroy that file first.',
    );
  }
}

export class NoMethodYetError extends ConflictError {
  override readonly code = 'keys.no_method_yet';
  constructor() {
    super(
      'Add an unseal method first: without the evaluation key and without a method nothing could ever be read again.',
    );
  }
}

export class WeakMethodError extends InvalidInputError {
  override readonly code = 'keys.weak_method';
}

export class RotationRunningError extends ConflictError {
  override readonly code = 'keys.rotation_running';
  constructor() {
    super('The key of this space is being replaced already.');
  }
}

export class NoSuchKeyError extends NotFoundError {
  override readonly code = 'keys.not_found';
  constructor() {
    super('No key is in use for this space: there is no such space, or it was erased.');
  }
}

export class ErasureNotFoundError extends NotFoundError {
  override readonly code = 'keys.erasure_not_found';
  constructor() {
    super('There is no such request, or it has ended.');
  }
}

export class ErasureOpenError extends ConflictError {
  override readonly code = 'keys.erasure_open';
  constructor() {
    super('There is a request for this space already.');
  }
}

export class SameOfficerError extends ConflictError {
  override readonly code = 'keys.same_officer';
  constructor() {
    super('A second officer has to approve: not the one who asked.');
  }
}

export class OnHoldError extends ConflictError {
  override readonly code = 'keys.on_hold';
  constructor() {
    super('The space is on legal hold: nothing of it may be destroyed.');
  }
}

export class OfficerRequiredError extends AppError {
  readonly status = 403;
  readonly code = 'keys.officer_required';
  readonly title = 'Not allowed';
  constructor() {
    super('Keys are the business of the security officer.');
  }
}
