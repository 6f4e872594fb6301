import { AppError, ConflictError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class TargetNotFoundError extends NotFoundError {
  override readonly code = 'backups.target_not_found';
  constructor() {
    super('There is no such place for backups.');
  }
}

export class RunNotFoundError extends NotFoundError {
  override readonly code = 'backups.run_not_found';
  constructor() {
    super('There is no such run, or it has ended.');
  }
}

export class RunOpenError extends ConflictError {
  override readonly code = 'backups.run_open';
  constructor() {
    super('The same is waiting or running already.');
  }
}

export class PruningNotFoundError extends NotFoundError {
  override readonly code = 'backups.pruning_not_found';
  constructor() {
    super('There is no such pruning that waits for this.');
  }
}

export class SamePersonError extends ConflictError {
  override readonly code = 'backups.same_person';
  constructor() {
    super('Somebody else has to confirm: not the one who asked.');
  }
}

export class NothingToPruneError extends ConflictError {
  override readonly code = 'backups.nothing_to_prune';
  constructor() {
    super('No backup is past its time, or only the three newest are left.');
  }
}

export class TargetUnusableError extends InvalidInputError {
  override readonly code = 'backups.target_unusable';
}

/** The server has no credentials for backups: an external database without DATABASE_BACKUP_URL. */
export class BackupsOffError extends AppError {
  readonly status = 409;
  readonly code = 'backups.off';
  readonly title = 'Backups are not set up';
  constructor() {
    super('The database is an external one: set DATABASE_BACKUP_URL to a role with REPLICATION.');
  }
}

export class DrillQuestionNotFoundError extends NotFoundError {
  override readonly code = 'backups.drill_question_not_found';
  constructor() {
    super('There is no such question of yours.');
  }
}
