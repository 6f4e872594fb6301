import type { Server as SecureServer } from 'node:https';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { type Logger, newId } from '@nexus/kernel';
import fastify, { type FastifyRequest, type RouteOptions } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type ConnectionLimits, limitConnections } from './connection-limits.ts';
import type { HttpApp } from './http-app.ts';
import { type IdempotencyStore, replayRepeatedRequests } from './idempotency.ts';
import { cutEndedSessions, type OpenResponseOptions } from './open-responses.ts';
import { type ApiDescription, addProblemResponses, describeApi } from './openapi.ts';
import { trustedHostCheck } from './origin.ts';
import { logFields, renderProblems } from './problem-rendering.ts';
import { defaultRateLimit, limitRates, type RateLimit } from './rate-limits.ts';
import { serveReferencePage } from './reference-page.ts';
import { type RouteRecord, routeFaults, routeRecords } from './route-access.ts';
import { cookieName, type DenialPort, guardRoutes, type SessionPort } from './sessions.ts';
import { endSlowBodies, type Patience } from './slow-bodies.ts';
import { presentedCertificate } from './tls/client-certificate.ts';
import type { ServerTls } from './tls/server-tls.ts';

export type HttpAppOptions = {
  api: ApiDescription;
  logger: Logger;
  sessions: SessionPort;
  /** Left out only where no route is `idempotent`. */
  idempotency?: IdempotencyStore;
  /** Records requests that were refused for a missing role. */
  denials?: DenialPort;
  /** Host names besides localhost under which people reach the server, without port. */
  trustedHosts?: readonly string[];
  /** Addresses of reverse proxies whose `X-Forwarded-*` headers are believed. None by default. */
  trustedProxies?: readonly string[];
  /** `secure` where the server is reached by https through a proxy; with `tls` it is anyway. */
  cookie?: { name?: string; secure?: boolean };
  /** The server speaks TLS itself. */
  tls?: ServerTls;
  connections?: ConnectionLimits;
  patience?: Patience;
  openResponses?: OpenResponseOptions;
  rateLimit?: RateLimit;
  /** Bytes of a JSON body; 1 MiB. */
  bodyLimit?: number;
  /** Bytes of one uploaded file; 2 GiB. */
  uploadLimit?: number;
  /** Where the API reference is shown; `null` for nowhere. `/reference` by default. */
  referencePath?: string | null;
};

declare module 'fastify' {
  interface FastifyInstance {
    routeRecords: RouteRecord[];
  }
}

const defaultUploadLimit = 2 * 1024 ** 3;

/**
 * The HTTP edge. Register routes on the result, then `ready()` or `listen`: the start fails when a route says no `access`, or has no
 * operationId, summary, tags or response.
 */
export async function createHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const { tls = null } = options;
  const headersTimeout = options.patience?.headersMs ?? 15_000;
  // Slow-loris: what drips is looked at three times within its time.
  const server = { headersTimeout, connectionsCheckingInterval: Math.ceil(headersTimeout / 3), maxHeaderSize: 16_384 };
  const app = fastify({
    logger: false,
    ...(tls === null ? { http: server } : { https: { ...tls.options, ...server } }),
    bodyLimit: options.bodyLimit ?? 1024 ** 2,
    genReqId: () => newId(),
    requestIdHeader: false,
    trustProxy: options.trustedProxies === undefined ? false : [...options.trustedProxies],
    forceCloseConnections: 'idle',
    // An upload may take long but not stand still: silence on the socket ends it, a limit on the whole request would not know.
    requestTimeout: 0,
    connectionTimeout: 120_000,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>() as unknown as HttpApp;
  tls?.attach(app.server as unknown as SecureServer);
  limitConnections(app.server, { exempt: options.trustedProxies ?? [], ...options.connections }, options.logger);
  const secure = tls !== null || options.cookie?.secure === true;
  const sessionCookie = cookieName(options.cookie?.name ?? 'nexus_session', secure);

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorate('sessionCookie', { name: sessionCookie, secure });
  app.decorate('clientCertificate', (request: FastifyRequest) => presentedCertificate(request, tls));
  collectRoutes(app, options);
  renderProblems(app, options.logger, app.routeRecords);
  signalClosing(app);

  const checkHost = trustedHostCheck(options.trustedHosts ?? []);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    checkHost(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    options.logger.info('request', { ...logFields(request), status: reply.statusCode, ms });
  });

  await app.register(helmet, securityHeaders(secure));
  await app.register(cookie);
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: {
      fileSize: options.uploadLimit ?? defaultUploadLimit,
      fieldSize: 65_536,
      fields: 50,
      fieldNameSize: 200,
      parts: 1050,
    },
  });
  guardRoutes(app, options.sessions, options.denials ?? null);
  cutEndedSessions(app, options.sessions, options.logger, options.openResponses);
  endSlowBodies(app, options.patience);
  await limitRates(app, options.rateLimit ?? defaultRateLimit);
  if (options.idempotency !== undefined) replayRepeatedRequests(app, options.idempotency, options.logger);
  await describeApi(app, options.api, sessionCookie);
  const referencePath = options.referencePath === undefined ? '/reference' : options.referencePath;
  if (referencePath !== null) serveReferencePage(app, referencePath, options.api.title);
  return app;
}

/** Method, address and access of every route: for the tests that call all of them without a session and as somebody else. */
export function everyRoute(app: HttpApp): readonly RouteRecord[] {
  return app.routeRecords.filter((route) => route.method !== 'HEAD');
}

function collectRoutes(app: HttpApp, options: HttpAppOptions): void {
  const faults: string[] = [];
  app.decorate('routeRecords', []);
  app.addHook('onRoute', (route: RouteOptions) => {
    app.routeRecords.push(...routeRecords(route));
    const missing = routeFaults(route);
    if (route.config?.idempotent === true && options.idempotency === undefined) missing.push('an idempotency store');
    if (missing.length > 0) faults.push(`${String(route.method)} ${route.url} needs ${missing.join(', ')}`);
    addProblemResponses(route);
  });
  app.addHook('onReady', async () => {
    if (faults.length > 0) throw new Error(`routes are not declared in full:\n${faults.join('\n')}`);
  });
}

function signalClosing(app: HttpApp): void {
  const controller = new AbortController();
  app.decorate('closing', controller.signal);
  app.addHook('preClose', async () => controller.abort());
}

function securityHeaders(secure: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    hsts: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: true,
    xFrameOptions: { action: 'deny' as const },
  };
}
