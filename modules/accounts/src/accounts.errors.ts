import {
  AppError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  UnauthenticatedError,
} from '@nexus/kernel';

/** One answer for an unknown address, a wrong password, and a person who may not sign in. */
export class SignInRefusedError extends UnauthenticatedError {
  override readonly code = 'session.refused';
  override readonly title = 'Signing in was refused';
}

/** The token is right and turned up somewhere else than its session began. The session is over. */
export class SessionMovedError extends UnauthenticatedError {
  override readonly code = 'session.moved';
  override readonly title = 'The session began elsewhere';
}

/** The password is right, and here it takes a card besides. */
export class CardRequiredError extends UnauthenticatedError {
  override readonly code = 'session.card_required';
  override readonly title = 'A card is needed too';
}

export class SignInDelayedError extends AppError {
  readonly status = 429;
  readonly code = 'session.delayed';
  readonly title = 'Too many attempts';
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`Too many attempts from here. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Unknown, used, and expired links look the same. */
export class LinkNotValidError extends ForbiddenError {
  override readonly code = 'link.not_valid';
  override readonly title = 'The link is not valid';
}

export class ResetNotApprovedError extends ForbiddenError {
  override readonly code = 'link.not_approved';
  override readonly title = 'The link waits for a second person';
}

export class WeakPasswordError extends InvalidInputError {
  override readonly code = 'password.weak';
  override readonly title = 'The password is too easy to guess';
}

export class WrongPasswordError extends ForbiddenError {
  override readonly code = 'password.wrong';
  override readonly title = 'The current password is not right';
}

/** The password is right and the person has a second step: ask for its code and send everything again. */
export class CodeRequiredError extends UnauthenticatedError {
  override readonly code = 'session.code_required';
  override readonly title = 'A code is needed too';
}

export class SignInCodeWrongError extends UnauthenticatedError {
  override readonly code = 'session.code_wrong';
  override readonly title = 'The code is not right';
}

export class WrongCodeError extends ForbiddenError {
  override readonly code = 'second_factor.wrong_code';
  override readonly title = 'The code is not right';
}

export class SecondFactorStateError extends ConflictError {
  override readonly code = 'second_factor.state';
}

export class PasskeyRefusedError extends ForbiddenError {
  override readonly code = 'passkeys.refused';
  override readonly title = 'The key was not added';
}

export class PersonNotFoundError extends NotFoundError {
  override readonly code = 'people.not_found';
}

export class EmailTakenError extends ConflictError {
  override readonly code = 'people.email_taken';
}

export class PersonStateError extends ConflictError {
  override readonly code = 'people.state';
}

export class RolesExcludeError extends ConflictError {
  override readonly code = 'roles.exclusive';
}

export class LastHolderError extends ConflictError {
  override readonly code = 'roles.last_holder';
}

/** What a violated constraint of this module means; compose hands it to the database. */
export const accountsConflicts = {
  people_email_unique: () => new EmailTakenError('There is somebody with this e-mail address already.'),
  person_roles_exclusive: () =>
    new RolesExcludeError('Administrator, security officer and auditor must be different people.'),
  person_roles_last_holder: () =>
    new LastHolderError('This is the last one who holds the role. Appoint somebody else first.'),
};
