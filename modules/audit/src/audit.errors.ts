import { AppError } from '@nexus/kernel';

/** A defect of the code that records: the entry holds something that may not be in the log. The action fails with it. */
export class AuditEntryRefusedError extends AppError {
  readonly status = 500;
  readonly code = 'audit.entry_refused';
  readonly title = 'The action could not be recorded';

  constructor(fault: string) {
    super('The action could not be recorded in the audit log, so it was not carried out.', { meta: { fault } });
  }
}
