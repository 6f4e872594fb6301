import rateLimit from '@fastify/rate-limit';
import type { HttpApp } from './http-app.ts';
import { TooManyRequestsError } from './http-errors.ts';
import { networkOf } from './network-address.ts';

export type RateLimit = {
  /** Requests per window and session, or per address without one. */
  max: number;
  windowMs: number;
};

export const defaultRateLimit: RateLimit = { max: 1200, windowMs: 60_000 };

/** Counts by session, so that people behind one proxy do not slow each other down, and by address for everyone else. */
export async function limitRates(app: HttpApp, limit: RateLimit): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: limit.max,
    timeWindow: limit.windowMs,
    hook: 'onRequest',
    keyGenerator: (request) =>
      request.actor.kind === 'person' ? `s:${request.actor.sessionId}` : `a:${networkOf(request.ip)}`,
    errorResponseBuilder: (_, context) =>
      new TooManyRequestsError('Too many requests from here. Wait a little.', Math.ceil(context.ttl / 1000)),
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) await missLimit.call(app, request, reply);
  });
  const missLimit = app.rateLimit();
}
