/** One problem with one field of an input, as RFC 9457 extensions carry it. `path` is a JSON pointer without the leading slash. */
export type InputIssue = { path: string; message: string };

export type AppErrorOptions = { cause?: unknown; meta?: Record<string, unknown> };

/**
 * Base of every error that a caller may see. Status and code belong to the class, never to the throw site.
 * `detail` is shown to the user: it must not reveal content, rules, or the existence of things that the user may not see.
 * `meta` goes to the log only.
 */
export abstract class AppError extends Error {
  abstract readonly status: number;
  abstract readonly code: string;
  abstract readonly title: string;
  readonly detail: string;
  readonly meta: Record<string, unknown>;

  constructor(detail: string, options: AppErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.detail = detail;
    this.meta = options.meta ?? {};
  }
}

export class InvalidInputError extends AppError {
  readonly status: number = 400;
  readonly code: string = 'request.invalid';
  readonly title: string = 'The request is not valid';
  readonly issues: readonly InputIssue[];

  constructor(detail: string, issues: readonly InputIssue[] = [], options: AppErrorOptions = {}) {
    super(detail, options);
    this.issues = issues;
  }
}

export class UnauthenticatedError extends AppError {
  readonly status: number = 401;
  readonly code: string = 'request.unauthenticated';
  readonly title: string = 'Sign in first';
}

/** The actor is known and may know that the thing exists, but may not do this. Lists no rules. */
export class ForbiddenError extends AppError {
  readonly status: number = 403;
  readonly code: string = 'request.forbidden';
  readonly title: string = 'Not allowed';
}

/** Also the answer for things that exist but belong to somebody else. */
export class NotFoundError extends AppError {
  readonly status: number = 404;
  readonly code: string = 'request.not_found';
  readonly title: string = 'Not found';
}

export class ConflictError extends AppError {
  readonly status: number = 409;
  readonly code: string = 'request.conflict';
  readonly title: string = 'In conflict with the current state';
}

/** `If-Match` named a version that is no longer the current one. */
export class StaleVersionError extends AppError {
  readonly status: number = 412;
  readonly code: string = 'request.stale_version';
  readonly title: string = 'Changed by someone else in the meantime';
}

export class TooLargeError extends AppError {
  readonly status: number = 413;
  readonly code: string = 'request.too_large';
  readonly title: string = 'Too large';
}

export class UnavailableError extends AppError {
  readonly status: number = 503;
  readonly code: string = 'service.unavailable';
  readonly title: string = 'Not available at the moment';
}
