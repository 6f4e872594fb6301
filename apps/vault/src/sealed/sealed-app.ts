import { createHttpApp, type HttpApp, type ServerTls, Timestamp } from '@nexus/http';
import type { Logger } from '@nexus/kernel';
import { z } from 'zod';
import type { VaultConfig } from '../config.ts';
import { SealedError } from './sealed.errors.ts';
import { serveUnsealPage, unsealPage } from './unseal-page.ts';
import type { Unsealer } from './unsealer.ts';

const StatusView = z.object({
  state: z.enum(['sealed', 'starting']),
  methods: z.array(
    z.object({
      kind: z.enum(['passphrase', 'keyFile', 'shares']),
      id: z.string(),
      createdAt: Timestamp,
      setId: z.string().optional(),
      threshold: z.number().int().optional(),
      count: z.number().int().optional(),
    }),
  ),
  shares: z
    .object({
      setId: z.string(),
      given: z.number().int(),
      needed: z.number().int(),
      indexes: z.array(z.number().int()),
      expiresAt: Timestamp,
    })
    .nullable()
    .describe('Shares that were given so far, by their numbers'),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why the last start failed'),
});

const UnsealRequest = z.discriminatedUnion('method', [
  z.object({ method: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
  z.object({ method: z.literal('keyFile'), content: z.string().min(1).max(4096) }),
  z.object({ method: z.literal('share'), share: z.string().min(1).max(400) }),
]);

const open = { access: 'public' as const };
const tags = ['system'];

/** What the process serves while it has no keys: health, unsealing, and a 503 for all else. It has no database, no jobs and no sessions. */
export async function createSealedApp(
  unsealer: Unsealer,
  version: string,
  config: VaultConfig,
  logger: Logger,
  tls: ServerTls | null = null,
): Promise<HttpApp> {
  const app = await createHttpApp({
    api: { title: 'Nexus', version, description: 'The server is sealed.' },
    logger,
    sessions: { authenticate: async () => null },
    trustedHosts: config.trustedHosts,
    trustedProxies: config.trustedProxies,
    cookie: { secure: config.isHttps },
    bodyLimit: 16 * 1024,
    rateLimit: { max: 300, windowMs: 60_000 },
    referencePath: null,
    ...(tls === null ? {} : { tls }),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/health',
    config: open,
    schema: {
      operationId: 'getHealth',
      summary: 'Whether the server answers',
      tags,
      response: { 200: z.object({ status: z.literal('sealed'), version: z.string() }) },
    },
    handler: async () => ({ status: 'sealed' as const, version }),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/unseal',
    config: open,
    schema: {
      operationId: 'getUnseal',
      summary: 'How the server can be unsealed',
      tags,
      response: { 200: StatusView },
    },
    handler: async () => unsealer.status(),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/unseal',
    config: open,
    schema: {
      operationId: 'unseal',
      summary: 'Give a passphrase, a key file or one share',
      tags,
      body: UnsealRequest,
      response: { 200: StatusView },
    },
    handler: async (request) => await unsealer.give(request.ip, request.body),
  });

  app.route({
    method: 'DELETE',
    url: '/api/v1/unseal/shares',
    config: open,
    schema: {
      operationId: 'forgetShares',
      summary: 'Forget the shares given so far',
      tags,
      response: { 200: StatusView },
    },
    handler: async () => {
      unsealer.cancelShares();
      return unsealer.status();
    },
  });

  serveUnsealPage(app);
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  app.route({
    method: [...methods],
    url: '/*',
    config: open,
    schema: { hide: true },
    handler: async (request, reply) => {
      const isPerson = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
      if (!isPerson || request.url.startsWith('/api/')) throw new SealedError();
      return await unsealPage(reply.code(503));
    },
  });
  return app;
}
