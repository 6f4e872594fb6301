import { AppError, ConflictError, NotFoundError } from '@nexus/kernel';

export class SourceNotFoundError extends NotFoundError {
  override readonly code = 'sign_in_sources.not_found';
}

export class SourceStateError extends ConflictError {
  override readonly code = 'sign_in_sources.state';
}

/** The building's directory or provider does not answer as it should; whoever it is about can do nothing. */
export class SourceUnavailableError extends AppError {
  readonly status = 503;
  readonly code = 'sign_in_sources.unavailable';
  readonly title = 'The directory does not answer';
}

/** What a violated constraint of this module means. */
export const identityConflicts = {
  sign_in_sources_one_of_cards: () => new SourceStateError('There is a rule for cards already; change that one.'),
  external_identities_pkey: () => new SourceStateError('This account is linked to somebody already.'),
  external_identities_one_each: () => new SourceStateError('This person has an account of this source already.'),
};
