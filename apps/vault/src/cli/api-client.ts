import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '@nexus/kernel';
import { destinationOf } from '@nexus/outbound';
import { processDestinations } from '../outbound/process-destinations.ts';

export type Problem = { title: string; detail: string; code: string; status: number };

/** An answer of the server that is a problem, with its words for the person. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor({ title, detail, code, status }: Problem) {
    super(detail || title);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export class ServerUnreachableError extends Error {}

export type ApiClient = ReturnType<typeof createApiClient>;

/** Requests that the server asks to slow down are sent again this often, unless it wants a wait that nobody sits through. */
const maxAttempts = 6;
const longestWaitSeconds = 60;

export type Credentials = { token: string } | { cookie: string } | null;

/** The public API as the command line uses it: the same that any customer's program gets. */
export function createApiClient(baseUrl: string, credentials: Credentials) {
  admitServer(baseUrl);
  const authorization = authorizationOf(credentials, baseUrl);

  type Init = { headers?: Record<string, string>; body?: FormData | string };

  /** POSTs carry one key over all tries: what a lost answer had already done is not done twice. */
  function send(method: string, path: string, init: Init = {}): Promise<Response> {
    const key: Record<string, string> = method === 'POST' ? { 'idempotency-key': newId() } : {};
    return attempt(method, path, { ...init, headers: { ...authorization, ...key, ...init.headers } }, 1);
  }

  async function attempt(method: string, path: string, init: Init, count: number): Promise<Response> {
    const response = await fetch(`${baseUrl}/api/v1${path}`, { method, ...init }).catch((error: unknown) => {
      // A kept connection that the server has closed meanwhile; a new one may do.
      if (isReset(error) && count < maxAttempts) return null;
      throw new ServerUnreachableError(
        `No hay ningún servidor en ${baseUrl}. Arránquelo con ./nexus start. / No server there; start it first.`,
        { cause: error },
      );
    });
    if (response === null) return await attempt(method, path, init, count + 1);
    const retryAfter = Number(response.headers.get('retry-after')) || 1;
    if (response.status === 429 && count < maxAttempts && retryAfter <= longestWaitSeconds) {
      await wait(1_000 * retryAfter);
      return await attempt(method, path, init, count + 1);
    }
    if (response.ok) return response;
    const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
    const { title = response.statusText, detail = '', code = 'http' } = problem ?? {};
    throw new ApiError({ title, detail, code, status: response.status });
  }

  async function request<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const init =
      body === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await send(method, path, init);
    return (response.status === 204 ? null : await response.json()) as T;
  }

  return {
    send,
    get: <T>(path: string) => request<T>('GET', path),
    post: <T>(path: string, body?: unknown) => request<T>('POST', path, body),
    put: <T>(path: string, body?: unknown) => request<T>('PUT', path, body),
    patch: <T>(path: string, body: unknown, etag: string) => request<T>('PATCH', path, body, { 'if-match': etag }),
    remove: (path: string) => request<null>('DELETE', path),

    /** One file to a space; `path` is relative, with its folders. */
    async upload(
      spaceId: string,
      path: string,
      content: Blob,
      labelId?: string,
    ): Promise<{ documentId: string; versionId: string; outcome: string }> {
      const form = new FormData();
      form.set('path', path);
      form.set('file', content, path.slice(path.lastIndexOf('/') + 1));
      const query = labelId ? `?labelId=${labelId}` : '';
      const response = await send('POST', `/spaces/${spaceId}/documents${query}`, { body: form });
      const { files } = (await response.json()) as {
        files: { documentId: string; versionId: string; outcome: string }[];
      };
      return files[0]!;
    },
  };
}

/** The one address that the command line was told. An address that cannot be read fails when it is fetched. */
function admitServer(baseUrl: string): void {
  if (!URL.canParse(baseUrl)) return;
  const { host, port } = destinationOf('server', baseUrl);
  const isKnown = processDestinations.list().some((known) => known.host === host && known.port === port);
  if (!isKnown) processDestinations.allow(destinationOf('server', baseUrl));
}

function authorizationOf(credentials: Credentials, baseUrl: string): Record<string, string> {
  if (credentials === null) return {};
  if ('token' in credentials) return { authorization: `Bearer ${credentials.token}` };
  return { cookie: credentials.cookie, origin: baseUrl };
}

/**
 * Signs in by password, invitation or set-up link, and exchanges the session, which only lives in a cookie, for an access token that
 * a program can keep.
 */
export async function obtainToken(
  baseUrl: string,
  path: '/session' | '/setup' | '/invitations/accept',
  body: Record<string, unknown>,
  name: string,
): Promise<string> {
  const response = await createApiClient(baseUrl, null).send('POST', path, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const session = createApiClient(baseUrl, { cookie });
  const { secret } = await session.post<{ secret: string }>('/tokens', { name, days: 90 });
  await session.remove('/session');
  return secret;
}

function isReset(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'UND_ERR_SOCKET');
}
