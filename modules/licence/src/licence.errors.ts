import { AppError, ConflictError, NotFoundError } from '@nexus/kernel';
import { type LicenceFault, LicenceFileError } from '@nexus/licence-file';

/** New work of what is not licensed. Everything that is there stays open. */
export class NewWorkRestrictedError extends AppError {
  readonly status = 403;
  readonly code = 'licence.restricted';
  readonly title = 'The licence allows no new work';
  constructor() {
    super(
      'The licence of this server allows no new documents and questions. What is there can be read, searched and exported.',
    );
  }
}

export class ModuleNotLicensedError extends AppError {
  readonly status = 403;
  readonly code = 'licence.module_missing';
  readonly title = 'This module is not in the licence';
  constructor() {
    super('The licence of this server does not include this module.');
  }
}

/** A file that the engine refused; the code ends with the engine's word for why. */
export class LicenceRefusedError extends AppError {
  readonly status = 422;
  readonly code: `licence.${LicenceFault}`;
  readonly title = 'The file cannot be taken';
  constructor({ fault }: LicenceFileError, cause: unknown) {
    super('The file was not taken; what was installed stays as it is.', { cause });
    this.code = `licence.${fault}`;
  }
}

export class NoLicenceError extends ConflictError {
  override readonly code = 'licence.none';
  constructor() {
    super('No licence is installed.');
  }
}

export class NotActivatedError extends ConflictError {
  override readonly code = 'licence.not_activated';
  constructor() {
    super('This machine is not activated; ask for an activation first.');
  }
}

export class NotBoundError extends ConflictError {
  override readonly code = 'licence.not_bound';
  constructor() {
    super('The licence is not bound to a machine: there is nothing to activate.');
  }
}

export class ReportNotFoundError extends NotFoundError {
  override readonly code = 'licence.report_not_found';
  constructor() {
    super('There is no such report.');
  }
}

export class NoWrittenFileError extends NotFoundError {
  override readonly code = 'licence.file_not_found';
  constructor() {
    super('There is no such file: none was written, or it was answered.');
  }
}

/** Gives refusals of the engine the form of the API. */
export async function refusing<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof LicenceFileError) throw new LicenceRefusedError(error, error);
    throw error;
  }
}
