import { type Actor, AppError, anonymous, ForbiddenError, type PersonActor, UnauthenticatedError } from '@nexus/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from './http-app.ts';
import { networkOf } from './network-address.ts';
import { ensureSameOrigin } from './origin.ts';
import type { Role } from './route-access.ts';
import type { PresentedCertificate } from './tls/client-certificate.ts';

export type RequestSource = {
  ip: string;
  /** What counts as one source when guesses are counted; see `networkOf`. */
  network: string;
  userAgent: string;
  /** Fingerprint of the good client certificate of the connection; null or missing without one. */
  certificate?: string | null;
  /** The certificate itself, good or not. */
  presented?: PresentedCertificate | null;
};

export type AuthenticatedSession = {
  actor: PersonActor;
  roles: readonly string[];
  /** `token` for an access token that a program holds; `interactive` routes refuse it. */
  kind: 'session' | 'token';
};

/** Supplied by the accounts module. Null for a token that is unknown, expired, revoked, or whose person is suspended. */
export type SessionPort = {
  authenticate(token: string, source: RequestSource): Promise<AuthenticatedSession | null>;
  /** Those of these sessions (or access tokens) that are over. Asked while requests are long open. */
  findEnded?(sessionIds: readonly string[]): Promise<string[]>;
  /** Calls back when sessions are ended in this process. Returns what ends the listening. */
  onEnded?(listener: (ended: EndedSessions) => void): () => void;
};

/** One session, or all of a person but one. */
export type EndedSessions = { personId: string; sessionId?: string; exceptSessionId?: string };

/** Takes note of refused requests of known people. When it fails the request fails: no entry, no answer. */
export type DenialPort = {
  record(denial: { actor: PersonActor; method: string; route: string; reason: string }): Promise<void>;
};

export type SessionCookie = { name: string; secure: boolean };

/** Over https a name that browsers give to this very host alone, without a domain, and only by https (RFC 6265bis section 4.1.3). */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    session: AuthenticatedSession | null;
  }
  interface FastifyInstance {
    sessionCookie: SessionCookie;
    /** What the client showed on this connection, good or not. */
    clientCertificate(request: FastifyRequest): PresentedCertificate | null;
  }
}

/** Token lengths of ours stay far below; anything longer is not worth a look-up. */
const longestToken = 200;

/**
 * Decides who calls and whether the route is open to them, before the body is read. The decision about objects belongs to
 * the modules.
 */
export function guardRoutes(app: HttpApp, sessions: SessionPort, denials: DenialPort | null): void {
  app.decorateRequest('session', null);
  app.decorateRequest('actor');

  app.addHook('onRequest', async (request, reply) => {
    request.actor = anonymous;
    if (request.is404 || request.routeOptions.config.access !== 'session') {
      ensureSameOrigin(request, { proofRequired: false });
      return;
    }
    // What a person may read stays out of every cache; a route may say otherwise for what is harmless.
    reply.header('cache-control', 'no-store');
    const credential = credentialOf(request, app.sessionCookie);
    if (credential === null) return;
    if (credential.from === 'cookie') ensureSameOrigin(request, { proofRequired: true });
    request.session = await sessions.authenticate(credential.token, sourceOf(request));
    if (request.session !== null) request.actor = request.session.actor;
  });

  // After every onRequest hook, so that the rate limit has counted the request, and before the body is read.
  app.addHook('preParsing', async (request) => {
    const { access, roles, interactive } = request.routeOptions.config;
    if (request.is404 || access === 'public') return;
    if (request.session === null) throw new UnauthenticatedError('There is no valid session for this request.');
    const reason = denialReason(request.session, { roles, interactive });
    if (reason === null) return;
    const { method, routeOptions, session } = request;
    await denials?.record({ actor: session.actor, method, route: routeOptions.url ?? '', reason });
    throw new ForbiddenError(denialTexts[reason]);
  });
}

const denialTexts = {
  role: 'Your role does not include this.',
  token: 'An access token is not enough for this; sign in.',
};

function denialReason(
  session: AuthenticatedSession,
  wanted: { roles: readonly Role[] | undefined; interactive: boolean | undefined },
): keyof typeof denialTexts | null {
  if (wanted.interactive === true && session.kind === 'token') return 'token';
  if (wanted.roles !== undefined && !wanted.roles.some((role) => session.roles.includes(role))) return 'role';
  return null;
}

type Credential = { from: 'cookie' | 'header'; token: string };

/** The header wins: a browser cannot be made to send it across sites, so it needs no origin check. */
function credentialOf(request: FastifyRequest, cookie: SessionCookie): Credential | null {
  const bearer = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const credential: Credential | null =
    bearer !== undefined
      ? { from: 'header', token: bearer }
      : request.cookies[cookie.name] !== undefined
        ? { from: 'cookie', token: request.cookies[cookie.name]! }
        : null;
  return credential === null || credential.token.length > longestToken ? null : credential;
}

export function sourceOf(request: FastifyRequest): RequestSource {
  const shown = request.server.clientCertificate(request);
  return {
    ip: request.ip,
    network: networkOf(request.ip),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    certificate: shown?.fault === null ? shown.fingerprint : null,
    presented: shown,
  };
}

class NoPersonError extends AppError {
  readonly status = 500;
  readonly code = 'service.unexpected';
  readonly title = 'Something went wrong on the server';
}

/** The person of a `session` route. */
export function personOf(request: FastifyRequest): PersonActor {
  if (request.actor.kind === 'person') return request.actor;
  throw new NoPersonError('The error was recorded with the id of this request.', {
    meta: { reason: 'personOf on a public route' },
  });
}

/** Hands the token to the browser: not readable by scripts, not sent from other sites, gone with the session. */
export function setSessionCookie(reply: FastifyReply, token: string, expiresAt: Date): void {
  const { name, secure } = reply.server.sessionCookie;
  reply.setCookie(name, token, { path: '/', httpOnly: true, sameSite: 'strict', secure, expires: expiresAt });
}

/** The token in the cookie of this request, whoever's it is: a new sign-in takes its place. */
export function sessionCookieOf(request: FastifyRequest): string | null {
  const token = request.cookies[request.server.sessionCookie.name];
  return token === undefined || token.length > longestToken ? null : token;
}

export function clearSessionCookie(reply: FastifyReply): void {
  const { name, secure } = reply.server.sessionCookie;
  reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'strict', secure });
}
