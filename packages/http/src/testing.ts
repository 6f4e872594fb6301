import { newId, silentLogger } from '@nexus/kernel';
import { createHttpApp, type HttpAppOptions } from './app.ts';
import type { HttpApp } from './http-app.ts';
import type { IdempotencyStore, StoredResponse } from './idempotency.ts';
import type { SessionPort } from './sessions.ts';

export {
  canRun,
  createTestAuthority,
  hasOpenssl,
  type TestAuthority,
  type TestCertificate,
} from './testing-authority.ts';
export { type OpenApiDocument, type OpenApiOperation, openApiFaults } from './testing-openapi.ts';

export type TestPerson = {
  personId: string;
  sessionId?: string;
  roles?: readonly string[];
  kind?: 'session' | 'token';
};

/** Sessions for route tests of modules that may not import accounts. The key of each person is the bearer token. */
export function fixedSessions(people: Record<string, TestPerson>): SessionPort {
  const sessions = new Map(
    Object.entries(people).map(([token, person]) => {
      const actor = { kind: 'person' as const, personId: person.personId, sessionId: person.sessionId ?? newId() };
      return [token, { actor, roles: person.roles ?? [], kind: person.kind ?? ('session' as const) }];
    }),
  );
  return { authenticate: async (token) => sessions.get(token) ?? null };
}

/** Idempotency without a database, for one process. */
export function memoryIdempotencyStore(): IdempotencyStore {
  type Entry = { attemptId: string; request: string; response: StoredResponse | null };
  const entries = new Map<string, Entry>();
  const nameOf = (personId: string, key: string) => `${personId} ${key}`;
  return {
    async begin(actor, key, request) {
      const entry = entries.get(nameOf(actor.personId, key));
      if (entry === undefined) {
        const attemptId = newId();
        entries.set(nameOf(actor.personId, key), { attemptId, request, response: null });
        return { state: 'started', attemptId };
      }
      if (entry.request !== request) return { state: 'other-request' };
      return entry.response === null ? { state: 'running' } : { state: 'done', response: entry.response };
    },
    async finish({ actor, key, attemptId }, response) {
      const entry = entries.get(nameOf(actor.personId, key));
      if (entry?.attemptId === attemptId) entry.response = response;
    },
    async release({ actor, key }) {
      entries.delete(nameOf(actor.personId, key));
    },
  };
}

/** The real HTTP edge with fixed sessions and idempotency in memory. Add routes, then use `inject`. */
export async function createTestHttpApp(
  people: Record<string, TestPerson>,
  options: Partial<HttpAppOptions> = {},
): Promise<HttpApp> {
  return createHttpApp({
    api: { title: 'Test', version: '0.0.0' },
    logger: silentLogger,
    sessions: fixedSessions(people),
    idempotency: memoryIdempotencyStore(),
    ...options,
  });
}
