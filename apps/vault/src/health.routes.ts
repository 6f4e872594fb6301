import { statfs } from 'node:fs/promises';
import { fipsMode } from '@nexus/crypto';
import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import type { Vault } from './compose.ts';

const HealthView = z.object({ status: z.literal('ok'), version: z.string() });

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
  index: z.object({ bytes: z.number().int(), segments: z.number().int(), cells: z.number().int() }),
});

/** Whether the server lives (for anybody), and how it does (for the signed-in). */
export function healthRoutes(vault: Vault, version: string, dataDir: string) {
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
      handler: async () => ({ status: 'ok' as const, version }),
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
          index: vault.retrieval.searcher.memory(),
        };
      },
    });
  };
}
