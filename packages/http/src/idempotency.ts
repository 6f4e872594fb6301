import { InvalidInputError, type Logger, type PersonActor } from '@nexus/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from './http-app.ts';
import { KeyInUseError, KeyReusedError } from './http-errors.ts';

export type StoredResponse = { status: number; headers: Record<string, string>; body: string };

export type IdempotencyAttempt = { actor: PersonActor; key: string; attemptId: string };

/** What is remembered of requests with an `Idempotency-Key`, per person and key. */
export type IdempotencyStore = {
  /**
   * Takes the key for this request, atomically: of two at once exactly one is told `started`.
   * `request` is everything that must be equal for a replay: method, address and body.
   */
  begin(actor: PersonActor, key: string, request: string): Promise<IdempotencyStart>;
  /** Keeps the response for a replay. */
  finish(attempt: IdempotencyAttempt, response: StoredResponse): Promise<void>;
  /** Forgets the key, so that the same request may be tried again: nothing was created. */
  release(attempt: IdempotencyAttempt): Promise<void>;
};

export type IdempotencyStart =
  | { state: 'started'; attemptId: string }
  | { state: 'running' }
  | { state: 'other-request' }
  | { state: 'done'; response: StoredResponse };

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyAttempt: IdempotencyAttempt | null;
  }
}

const keyPattern = /^[\x21-\x7e]{8,200}$/;
const keptHeaders = ['content-type', 'location', 'etag'];

/**
 * Replays the stored response for a repeated `Idempotency-Key`, or makes it anew where the route says so. Only successes are stored: after a refusal or an error nothing was
 * created, and the same key may try again. A multipart body is streamed and cannot be compared, so for uploads the key, person and
 * address decide alone: a client takes a new key for every file.
 */
export function replayRepeatedRequests(app: HttpApp, store: IdempotencyStore, logger: Logger): void {
  app.decorateRequest('idempotencyAttempt', null);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.routeOptions.config.idempotent !== true || request.actor.kind !== 'person') return;
    if (typeof key !== 'string' || !keyPattern.test(key)) {
      throw new InvalidInputError('The idempotency key is not usable.', [
        { path: 'headers/idempotency-key', message: '8 to 200 visible ASCII characters' },
      ]);
    }
    const start = await store.begin(request.actor, key, identityOf(request));
    if (start.state === 'running') throw new KeyInUseError('The first request with this key has not ended yet.');
    if (start.state === 'other-request') throw new KeyReusedError('Take a new Idempotency-Key for a new request.');
    if (start.state === 'done') return await replay(request, reply, start.response);
    request.idempotencyAttempt = { actor: request.actor, key, attemptId: start.attemptId };
  });

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const attempt = request.idempotencyAttempt;
    if (attempt === null) return payload;
    request.idempotencyAttempt = null;
    const succeeded = reply.statusCode >= 200 && reply.statusCode < 300;
    try {
      if (succeeded && (typeof payload === 'string' || payload === null || payload === undefined)) {
        const isReference = request.routeOptions.config.replay !== undefined;
        const body = isReference ? referenceIn(payload ?? '') : (payload ?? '');
        await store.finish(attempt, { status: reply.statusCode, headers: headersOf(reply), body });
      } else {
        await store.release(attempt);
      }
    } catch (error) {
      // What was asked for is done or refused by now: the client hears so. Only a repeat will not be recognised.
      logger.error('an idempotency key could not be settled', { requestId: request.id, error });
    }
    return payload;
  });
}

function identityOf(request: FastifyRequest): string {
  const body = request.routeOptions.config.upload === true ? null : (request.body ?? null);
  return JSON.stringify([request.method, request.url, body], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

/** Of a response that is made anew for a replay: which thing it was about. */
function referenceIn(body: string): string {
  const { id } = JSON.parse(body) as { id: string };
  return JSON.stringify({ id });
}

async function replay(request: FastifyRequest, reply: FastifyReply, response: StoredResponse): Promise<FastifyReply> {
  const { replay: again } = request.routeOptions.config;
  const body = again ? await again(request, (JSON.parse(response.body) as { id: string }).id) : response.body;
  return reply
    .code(response.status)
    .headers({ ...response.headers, 'idempotency-replayed': 'true' })
    .send(body === '' ? undefined : body);
}
