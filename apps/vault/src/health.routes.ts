import { statfs } from 'node:fs/promises';
import { fipsMode } from '@nexus/crypto';
import { type HttpApp, personOf, type ServerTls, Timestamp } from '@nexus/http';
import { z } from 'zod';
import type { Vault } from './compose.ts';

const HealthView = z.object({
  status: z.literal('ok'),
  version: z.string(),
  certificate: z
    .enum(['good', 'expires_soon', 'expired', 'not_yet_valid'])
    .nullable()
    .describe('Of the server; `expires_soon` from 30 days before. Null where it speaks http'),
});

const TlsView = z.object({
  subject: z.string(),
  names: z.string(),
  fingerprint: z.string(),
  validUntil: Timestamp,
  condition: z.enum(['good', 'expires_soon', 'expired', 'not_yet_valid']),
  loadedAt: Timestamp,
  problem: z.string().nullable().describe('Why files that changed since are not in use'),
  clients: z.enum(['none', 'optional', 'required']),
});

const StatusView = z.object({
  version: z.string(),
  uptimeSeconds: z.number().int(),
  memoryBytes: z.number().int(),
  mode: z.enum(['evaluation', 'production']).describe('Under evaluation one person may hold all duties'),
  rootKey: z
    .enum(['beside_data', 'in_memory'])
    .describe('beside_data: in the data folder, whose copy holds it too; in_memory: people have unsealed the server'),
  fips: z.enum(['off', 'restricted', 'validated']),
  storage: z
    .object({ freeBytes: z.number().int(), totalBytes: z.number().int() })
    .describe('Of the disk that the data folder lies on'),
  tls: TlsView.nullable().describe('Null where the server speaks http'),
  index: z.object({ bytes: z.number().int(), segments: z.number().int(), cells: z.number().int() }),
});

/** Whether the server lives (for anybody), and how it does (for the signed-in). */
export function healthRoutes(vault: Vault, version: string, dataDir: string, tls: ServerTls | null) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/health',
      config: { access: 'public' },
      schema: {
        operationId: 'getHealth',
        summary: 'Whether the server answers',
        tags: ['system'],
        response: { 200: HealthView },
      },
      handler: async () => ({ status: 'ok' as const, version, certificate: tls?.state().condition ?? null }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/status',
      config: { access: 'session' },
      schema: {
        operationId: 'getStatus',
        summary: 'How the server does',
        tags: ['system'],
        response: { 200: StatusView },
      },
      handler: async (request) => {
        personOf(request);
        const disk = await statfs(dataDir);
        return {
          version,
          uptimeSeconds: Math.round(process.uptime()),
          memoryBytes: process.memoryUsage.rss(),
          mode: vault.mode,
          rootKey: vault.keys.isEvaluationKeyInUse() ? ('beside_data' as const) : ('in_memory' as const),
          fips: fipsMode(),
          storage: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
          tls: tlsView(tls),
          index: vault.retrieval.searcher.memory(),
        };
      },
    });
  };
}

function tlsView(tls: ServerTls | null): z.infer<typeof TlsView> | null {
  if (tls === null) return null;
  const { validUntil, loadedAt, validFrom: _, ...state } = tls.state();
  return { ...state, validUntil: validUntil.toISOString(), loadedAt: loadedAt.toISOString() };
}
