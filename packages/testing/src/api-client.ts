import { newId } from '@nexus/kernel';

export type ApiAnswer<Body = unknown> = { status: number; body: Body; etag: string | null; headers: Headers };

/** The public API as a test uses it: nothing is thrown for a refusal, so that the status can be expected. */
export function createTestClient(baseUrl: string, credentials: { token: string } | { cookie: string } | null) {
  const identity: Record<string, string> =
    credentials === null
      ? {}
      : 'token' in credentials
        ? { authorization: `Bearer ${credentials.token}` }
        : { cookie: credentials.cookie, origin: baseUrl };

  /** POSTs get an idempotency key of their own unless `headers` has one. */
  async function send<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        ...identity,
        ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const read = (isJson && text !== '' ? JSON.parse(text) : text) as Body;
    return { status: response.status, body: read, etag: response.headers.get('etag'), headers: response.headers };
  }

  /** The body of an answer that has to be a success. @throws Error with the problem otherwise */
  async function done<Body>(answer: Promise<ApiAnswer<Body>>): Promise<Body> {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  }

  return {
    baseUrl,
    send,
    get: <Body>(path: string) => done(send<Body>('GET', path)),
    post: <Body>(path: string, body?: unknown, headers?: Record<string, string>) =>
      done(send<Body>('POST', path, body, headers)),
    put: <Body>(path: string, body?: unknown) => done(send<Body>('PUT', path, body)),
    patch: <Body>(path: string, body: unknown, etag: string) =>
      done(send<Body>('PATCH', path, body, { 'if-match': etag })),
    remove: (path: string) => done(send<null>('DELETE', path)),
  };
}

export type TestClient = ReturnType<typeof createTestClient>;

/** The cookie of a session that `path` opens (sign-in, set-up, invitation). @throws Error when it opens none */
export async function openTestSession(baseUrl: string, path: string, body: unknown): Promise<{ cookie: string }> {
  const answer = await createTestClient(baseUrl, null).send('POST', path, body, { origin: baseUrl });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  return { cookie };
}
