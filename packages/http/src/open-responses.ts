import type { Logger } from '@nexus/kernel';
import type { FastifyRequest } from 'fastify';
import type { HttpApp } from './http-app.ts';
import type { AuthenticatedSession, SessionPort } from './sessions.ts';

export type OpenResponseOptions = {
  /** Requests that take longer than this are asked about again and again at this pace; 2 s. */
  everyMs?: number;
};

const graceMs = 250;

type Open = { request: FastifyRequest; session: AuthenticatedSession; since: number };

/**
 * What was allowed when it began may not be allowed any more: a download of gigabytes, an event stream of hours, a slow upload. While such a
 * request is open, its session is looked at every few seconds, all in one question, and the connection is cut when it is over. Whoever ends
 * sessions in this process is heard at once.
 */
export function cutEndedSessions(
  app: HttpApp,
  sessions: SessionPort,
  logger: Logger,
  options: OpenResponseOptions = {},
): void {
  const everyMs = options.everyMs ?? 2_000;
  const open = new Map<string, Open>();

  app.addHook('preParsing', async (request, reply) => {
    if (request.session === null) return;
    open.set(request.id, { request, session: request.session, since: performance.now() });
    // Of the response and not of the connection: comes when it is sent as well as when somebody left.
    reply.raw.once('close', () => open.delete(request.id));
  });

  function cut({ request }: Open): void {
    open.delete(request.id);
    request.raw.socket.destroy();
  }

  const { findEnded, onEnded } = sessions;
  const forget = onEnded?.((ended) => {
    const meant = [...open.values()].filter(({ session }) => {
      const { personId, sessionId } = session.actor;
      if (ended.exceptSessionId === sessionId) return false;
      return ended.sessionId === undefined ? ended.personId === personId : ended.sessionId === sessionId;
    });
    // The request that ends its own session (signing out) has this long for its answer.
    const timer = setTimeout(() => {
      for (const each of meant) if (open.has(each.request.id)) cut(each);
    }, graceMs);
    timer.unref();
  });
  if (findEnded === undefined) return;

  let isAsking = false;
  const timer = setInterval(async () => {
    const long = [...open.values()].filter(({ since }) => performance.now() - since >= everyMs);
    if (long.length === 0 || isAsking) return;
    isAsking = true;
    try {
      const ids = new Set(long.map(({ session }) => session.actor.sessionId));
      const ended = new Set(await findEnded([...ids]));
      for (const each of long) if (ended.has(each.session.actor.sessionId)) cut(each);
    } catch (error) {
      // A database that is away for a moment ends no downloads; the next look follows soon.
      logger.warn('open requests could not be looked at', { error });
    } finally {
      isAsking = false;
    }
  }, everyMs);
  timer.unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    forget?.();
  });
}
