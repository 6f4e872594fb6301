import { SealBrokenError } from '@nexus/crypto';
import { AppError, type InputIssue, InvalidInputError, type Logger, NotFoundError, TooLargeError } from '@nexus/kernel';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { HttpApp } from './http-app.ts';
import { BodyCutError, ContentDamagedError, MethodNotAllowedError, UnsupportedMediaTypeError } from './http-errors.ts';
import { problemMediaType, problemOf } from './problem.ts';
import { allowedMethods, type RouteRecord } from './route-access.ts';

class UnexpectedError extends AppError {
  readonly status = 500;
  readonly code = 'service.unexpected';
  readonly title = 'Something went wrong on the server';
}

/** Every error of every route ends here: known ones by their class, unknown ones as a fixed text and one log line. */
export function renderProblems(app: HttpApp, logger: Logger, routes: readonly RouteRecord[]): void {
  app.setErrorHandler((thrown: unknown, request, reply) => {
    const error = appErrorOf(thrown);
    if (error.status >= 500) {
      logger.error('request failed', { ...logFields(request), code: error.code, meta: error.meta, error: error.cause });
    }
    return sendProblem(request, reply, error);
  });

  app.setNotFoundHandler((request, reply) => {
    const methods = allowedMethods(routes, request.url);
    if (methods.length === 0) {
      return sendProblem(request, reply, new NotFoundError('There is nothing at this address.'));
    }
    const detail = `This address answers ${methods.join(', ')} only.`;
    return sendProblem(request, reply.header('allow', methods.join(', ')), new MethodNotAllowedError(detail));
  });
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  if ('retryAfterSeconds' in error) reply.header('retry-after', String(error.retryAfterSeconds));
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  // A string, so that no response schema of the route can change or refuse a problem.
  const body = JSON.stringify(problemOf(error, request.id));
  return reply.code(error.status).header('cache-control', 'no-store').type(problemMediaType).send(body);
}

/** Pattern instead of address, because an address may carry a question. */
export function logFields(request: FastifyRequest): Record<string, unknown> {
  return { requestId: request.id, method: request.method, route: request.routeOptions.url ?? '(none)' };
}

function appErrorOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown.status >= 500 ? withSelfAsCause(thrown) : thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const part = thrown.validationContext ?? 'request';
    const issues = thrown.validation.map((issue) => ({
      path: [part, issue.instancePath.replace(/^\//, '')].filter((piece) => piece !== '').join('/'),
      message: issue.message ?? 'not valid',
    }));
    return new InvalidInputError('Some fields are missing or wrong.', bounded(issues));
  }
  if (thrown instanceof SealBrokenError) {
    const detail =
      'It was changed, cut or moved outside the server, and nothing of it is shown. Restore it from a backup; the log names the request.';
    return new ContentDamagedError(detail, { cause: thrown });
  }
  return (
    frameworkError(thrown) ??
    new UnexpectedError('The error was recorded with the id of this request.', { cause: thrown })
  );
}

/** A megabyte of wrong items must not come back as many megabytes of issues. */
function bounded(issues: InputIssue[]): InputIssue[] {
  if (issues.length <= mostIssues) return issues;
  const rest = { path: '', message: `and ${issues.length - mostIssues} more` };
  return [...issues.slice(0, mostIssues), rest];
}

const mostIssues = 200;

function withSelfAsCause(error: AppError): AppError {
  if (error.cause === undefined) Object.defineProperty(error, 'cause', { value: error.stack ?? error.message });
  return error;
}

/** Fastify and its plugins report what is wrong with a request by code; their texts are not for our users. */
function frameworkError(thrown: unknown): AppError | null {
  const { code, statusCode } = thrown as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new TooLargeError('The body is larger than this operation accepts.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new UnsupportedMediaTypeError('Send application/json, or multipart/form-data where files are taken.');
  }
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') {
    return new UnsupportedMediaTypeError('Send multipart/form-data.');
  }
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new TooLargeError('The file is larger than this server accepts.');
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FILES_LIMIT' || code === 'FST_FIELDS_LIMIT') {
    return new TooLargeError('The form has more parts than this operation accepts.');
  }
  if (code === 'FST_MP_PREMATURE_CLOSE' || code === 'ECONNRESET')
    return new BodyCutError('The upload was cut half-way.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new InvalidInputError('The request could not be read.', [], { cause: thrown });
  }
  return null;
}
