import { type AppError, ConflictError, ForbiddenError, UnavailableError } from '@nexus/kernel';
import pg from 'pg';

/** What a violated constraint means to its user, by the name of the constraint. */
export type Conflicts = Readonly<Record<string, () => AppError>>;

const violations = new Set(['23505', '23P01', '23503', '23514', '23001']);
const certainRollbacks = new Set(['40001', '40P01', '55P03']);
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** A transaction that lost against another one and left no trace: running it again is safe. */
export class SerializationConflictError extends ConflictError {
  override readonly code = 'request.retry';
}

/** The connection broke while the commit was under way: it may or may not have happened. */
export class OutcomeUnknownError extends UnavailableError {
  override readonly code = 'service.outcome_unknown';
}

/** The server is gone, going, starting, or has no free connection. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null)
    return /^(Connection terminated|Client has encountered a connection error|timeout e|Query read timeout|Client was closed)/.test(
      error.message,
    );
  return socketCodes.has(code) || /^(08...|57P0[1235]|25P03|53300)$/.test(code);
}

/**
 * Turns what the database refused into errors of ours; what it does not know it returns as it came, for the log. The values that
 * PostgreSQL quotes in `detail` and `where` never go further: they are content.
 */
export function translateDatabaseError(error: unknown, conflicts: Conflicts): unknown {
  if (isConnectionError(error))
    return new UnavailableError('The database cannot be reached.', { cause: withoutValues(error) });
  if (!(error instanceof pg.DatabaseError)) return error;
  const cause = withoutValues(error);
  const meta = { sqlState: error.code, constraint: error.constraint, table: error.table };
  if (error.code !== undefined && violations.has(error.code)) {
    const registered =
      error.constraint === undefined
        ? undefined
        : Object.hasOwn(conflicts, error.constraint)
          ? conflicts[error.constraint]
          : undefined;
    return registered?.() ?? new ConflictError('This is in conflict with what is stored.', { cause, meta });
  }
  if (error.code !== undefined && certainRollbacks.has(error.code)) {
    return new SerializationConflictError('Someone else changed the same thing at the same moment; try again.', {
      cause,
      meta,
    });
  }
  if (error.code === '53100') return new UnavailableError('The disk of the database is full.', { cause, meta });
  if (error.code === '57014') return new UnavailableError('It took too long and was stopped.', { cause, meta });
  // WITH CHECK of a policy. A missing grant has the same code but is a defect, so it stays an unknown error.
  if (error.code === '42501' && error.routine === 'ExecWithCheckOptions')
    return new ForbiddenError('You may not do this.', { cause, meta });
  return cause;
}

function withoutValues(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  error.detail = undefined;
  error.where = undefined;
  error.internalQuery = undefined;
  return error;
}
