import { AppError } from '@nexus/kernel';

export class MethodNotAllowedError extends AppError {
  readonly status = 405;
  readonly code = 'request.method_not_allowed';
  readonly title = 'Method not allowed here';
}

/** The client stopped in the middle of its body. */
export class BodyCutError extends AppError {
  readonly status = 400;
  readonly code = 'request.body_cut';
  readonly title = 'The request ended too early';
}

export class UnsupportedMediaTypeError extends AppError {
  readonly status = 415;
  readonly code = 'request.unsupported_media_type';
  readonly title = 'Unsupported content type';
}

/** Host is none of ours: DNS rebinding, or a proxy that was not configured. RFC 9110 section 15.5.20. */
export class UntrustedHostError extends AppError {
  readonly status = 421;
  readonly code = 'request.untrusted_host';
  readonly title = 'Unknown host name';
}

export class CrossSiteError extends AppError {
  readonly status = 403;
  readonly code = 'request.cross_site';
  readonly title = 'Not sent from our own page';
}

/** The same `Idempotency-Key` came with another body or for another operation. */
export class KeyReusedError extends AppError {
  readonly status = 422;
  readonly code = 'request.idempotency_key_reused';
  readonly title = 'The idempotency key was used for another request';
}

/** The first request with this `Idempotency-Key` has not ended yet. */
export class KeyInUseError extends AppError {
  readonly status = 409;
  readonly code = 'request.idempotency_key_in_use';
  readonly title = 'The same request is still running';
}

/** RFC 6585 section 3. */
export class VersionRequiredError extends AppError {
  readonly status = 428;
  readonly code = 'request.version_required';
  readonly title = 'If-Match is required';
}

export class TooManyRequestsError extends AppError {
  readonly status = 429;
  readonly code = 'request.too_many';
  readonly title = 'Too many requests';
  /** Seconds until the next try may succeed; sent as `Retry-After`. */
  readonly retryAfterSeconds: number;

  constructor(detail: string, retryAfterSeconds: number) {
    super(detail);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What is stored was changed, cut or moved outside the server: it does not open, and nothing of it is shown. */
export class ContentDamagedError extends AppError {
  readonly status = 500;
  readonly code = 'service.content_damaged';
  readonly title = 'Stored content does not open';
}
