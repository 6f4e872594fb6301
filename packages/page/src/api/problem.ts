/** What the server said when it could not do something: RFC 9457, with the stable code that our words hang on. */
export class ApiProblem extends Error {
  readonly status: number;
  /** Such as `documents.not_found`; `offline` when no answer came at all. */
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { path: string; message: string }[];
  /** Of a request that came too soon; 0 when the server did not say. */
  readonly retryAfterSeconds: number;

  constructor(
    status: number,
    body: { code?: string; detail?: string; errors?: { path: string; message: string }[] },
    retryAfterSeconds = 0,
  ) {
    super(body.detail ?? body.code ?? `status ${status}`);
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : `http.${status}`);
    this.detail = body.detail ?? '';
    this.errors = body.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get isOffline(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}
