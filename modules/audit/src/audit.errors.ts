import { AppError, NotFoundError } from '@nexus/kernel';

/** A defect of the code that records: the entry holds something that may not be in the log. The action fails with it. */
export class AuditEntryRefusedError extends AppError {
  readonly status = 500;
  readonly code = 'audit.entry_refused';
  readonly title = 'The action could not be recorded';

  constructor(fault: string) {
    super('The action could not be recorded in the audit log, so it was not carried out.', { meta: { fault } });
  }
}

/** The log does not agree with its checkpoints. What must be recorded is not done until an officer has decided. */
export class AuditLogBrokenError extends AppError {
  readonly status = 503;
  readonly code = 'audit.log_broken';
  readonly title = 'The audit log is not what it was';

  constructor() {
    super(
      'The audit log does not agree with its signed checkpoints. Nothing that must be recorded can be done until a security officer has looked into it.',
    );
  }
}

/** Nothing can be recorded because the disk of the log is full. What was recorded before is safe. */
export class AuditDiskFullError extends AppError {
  readonly status = 507;
  readonly code = 'audit.disk_full';
  readonly title = 'The disk of the audit log is full';

  constructor(options: { cause: unknown }) {
    super(
      'The action could not be recorded because the disk of the audit log is full, so it was not carried out. Nothing was lost.',
      options,
    );
  }
}

export class AuditEntryNotFoundError extends NotFoundError {
  override readonly code = 'audit.entry_not_found';
}

/** There is no signed checkpoint that covers the entry yet; the next one comes within a minute. */
export class CheckpointMissingError extends NotFoundError {
  override readonly code = 'audit.checkpoint_missing';
}
