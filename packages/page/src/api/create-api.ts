import createClient from 'openapi-fetch';
import { ApiProblem } from './problem.ts';

/** Told when a request was refused because the session has ended; the page asks for the password without losing its place. */
type SessionListener = () => void;
const sessionListeners = new Set<SessionListener>();

export function onSessionEnded(listener: SessionListener): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

/** Requests of a page, typed by the server's own OpenAPI document. They fail with `ApiProblem` and with nothing else. */
export function createApi<Paths extends object>() {
  return createClient<Paths>({ baseUrl: '/', fetch: fetchOrProblem });
}

async function fetchOrProblem(request: Request): Promise<Response> {
  const response = await fetch(request).catch((cause: unknown) => {
    if (request.signal.aborted) throw cause;
    throw new ApiProblem(0, { code: 'offline' });
  });
  if (response.ok) return response;
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const wait = Number(response.headers.get('retry-after') ?? 0) || 0;
  const problem = new ApiProblem(response.status, isProblem ? await response.json() : {}, wait);
  if (problem.status === 401 && !request.url.endsWith('/api/v1/session'))
    for (const listener of sessionListeners) listener();
  throw problem;
}

/** The body of a successful answer: `read(api.GET('/api/v1/me'))`. Failures have been thrown already. */
export async function read<Data>(answer: Promise<{ data?: Data }>): Promise<Data> {
  return (await answer).data as Data;
}

/** Makes a creating request safe to repeat; one key for one intention, also across retries. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}

type Content<O> = O extends { responses: infer R }
  ? { [Status in keyof R]: Status extends 200 | 201 | 202 ? R[Status] : never }[keyof R] extends infer Success
    ? Success extends { content: { 'application/json': infer Body } }
      ? Body
      : never
    : never
  : never;

/** What an operation answers when it succeeds: `Answered<operations['getDocument']>`. */
export type AnswerOf<Operation> = Content<Operation>;
