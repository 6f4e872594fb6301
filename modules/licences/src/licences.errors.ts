import { AppError, ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';
import { type LicenceFault, LicenceFileError } from '@nexus/licence-file';

export class LicenceNotFoundError extends NotFoundError {
  override readonly code = 'licences.not_found';
  constructor(what = 'licence') {
    super(`There is no such ${what}, or it is not yours to see.`);
  }
}

export class LicenceActionForbiddenError extends ForbiddenError {
  override readonly code = 'licences.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class NoSigningKeyError extends ConflictError {
  override readonly code = 'licences.no_signing_key';
  constructor() {
    super('There is no signing key that holds now: make one and have the root sign it.');
  }
}

export class NoPolicyError extends ConflictError {
  override readonly code = 'licences.no_policy';
  constructor() {
    super('This product has no licence policy for this kind yet.');
  }
}

export class LicenceNotActiveError extends ConflictError {
  override readonly code = 'licences.not_active';
  constructor() {
    super('The licence is suspended, revoked, expired or superseded.');
  }
}

export class RevokedForGoodError extends ConflictError {
  override readonly code = 'licences.revoked';
  constructor() {
    super('A revoked licence stays revoked; issue another one.');
  }
}

/** Every seat has a live machine. */
export class SeatsTakenError extends ConflictError {
  override readonly code = 'licences.seats_taken';
  constructor() {
    super('All machines that the licence allows are active. One has to be deactivated first.');
  }
}

export class ActivationEndedError extends ConflictError {
  override readonly code = 'licences.activation_ended';
  constructor() {
    super('This activation has ended already.');
  }
}

export class TooManyReleasesError extends ConflictError {
  override readonly code = 'licences.too_many_releases';
  constructor() {
    super(
      'As many seats as the policy allows were given back without a receipt in the last twelve months; the owner decides.',
    );
  }
}

export class TermsContradictError extends InvalidInputError {
  override readonly code = 'licences.terms_contradict';
}

export class AlreadyDecidedError extends ConflictError {
  override readonly code = 'licences.already_decided';
  constructor() {
    super('This refund was decided already.');
  }
}

export class ForeignKeyFileError extends InvalidInputError {
  override readonly code = 'licences.foreign_key_file';
  constructor() {
    super('The file is no key that one of the known roots signed for a key of this hub.', [
      { path: 'file', message: 'foreign' },
    ]);
  }
}

/** A file that the engine refused; the code ends with the engine's word for why. */
export class FileRefusedError extends AppError {
  readonly status = 422;
  readonly code: `licence.${LicenceFault}`;
  readonly title = 'The file cannot be taken';
  constructor(cause: LicenceFileError) {
    super('The file was not taken.', { cause });
    this.code = `licence.${cause.fault}`;
  }
}

/** Gives refusals of the engine the form of the API. */
export async function refusing<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof LicenceFileError) throw new FileRefusedError(error);
    throw error;
  }
}

/** Constraint to error, for the database's one place that maps violations. */
export const licencesConflicts = {
  activations_seats: () => new SeatsTakenError(),
  activations_nonce: () => new ActivationEndedError(),
  licences_revoked_for_good: () => new RevokedForGoodError(),
};
