import { ConflictError, InvalidInputError, NotFoundError } from '@nexus/kernel';

/** Entries leave in whole partitions that a signed checkpoint covers. */
export class NotRetirableError extends InvalidInputError {
  override readonly code = 'audit.not_retirable';
}

export class RetirementNotAskedError extends NotFoundError {
  override readonly code = 'audit.retirement_not_asked';
  constructor() {
    super('Nobody has asked for these entries to be retired, with this archive.');
  }
}

export class SameRetirerError extends ConflictError {
  override readonly code = 'audit.same_retirer';
  constructor() {
    super('A second person has to confirm: not the one who asked.');
  }
}
