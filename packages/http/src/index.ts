export type { FastifyReply as HttpReply, FastifyRequest as HttpRequest } from 'fastify';
export { createHttpApp, everyRoute, type HttpAppOptions } from './app.ts';
export { type EventOptions, eventStreamResponse, type ServerEvent, sendEvents } from './events.ts';
export type { HttpApp } from './http-app.ts';
export {
  BodyCutError,
  CrossSiteError,
  KeyInUseError,
  KeyReusedError,
  MethodNotAllowedError,
  TooManyRequestsError,
  UnsupportedMediaTypeError,
  UntrustedHostError,
  VersionRequiredError,
} from './http-errors.ts';
export { createPostgresIdempotencyStore, idempotencyJobs } from './idempotency.postgres.ts';
export type { IdempotencyAttempt, IdempotencyStart, IdempotencyStore, StoredResponse } from './idempotency.ts';
export { closeGracefully, type ListenOptions, listen, PortForbiddenError, PortInUseError } from './listen.ts';
export { type MoneyView, moneySchema, positiveMoneySchema, readMoney, viewMoney } from './money.ts';
export { networkOf } from './network-address.ts';
export { type ApiDescription, openApiPath, problemResponse } from './openapi.ts';
export { PageQuery, pageSchema, Timestamp } from './pages.ts';
export { type Problem, problemMediaType, problemSchema } from './problem.ts';
export type { RateLimit } from './rate-limits.ts';
export type { Role, RouteRecord } from './route-access.ts';
export { httpSealed } from './sealed-content.ts';
export {
  type AuthenticatedSession,
  clearSessionCookie,
  cookieName,
  type DenialPort,
  type EndedSessions,
  personOf,
  type RequestSource,
  type SessionPort,
  sessionCookieOf,
  setSessionCookie,
  sourceOf,
} from './sessions.ts';
export type { PresentedCertificate } from './tls/client-certificate.ts';
export { startRedirect } from './tls/redirect.ts';
export { type ClientCertificates, openServerTls, type ServerTls, type TlsState } from './tls/server-tls.ts';
export { type TlsFiles, TlsFilesError } from './tls/tls-files.ts';
export { readUpload, readUploads, type UploadedFile } from './uploads.ts';
export { expectedVersion, requireVersion, versionTag } from './versions.ts';

/** Folder of the SQL migrations of this package. */
export const httpMigrations = new URL('../migrations/', import.meta.url);
export { type FileAnswer, sendFile } from './file-answer.ts';
