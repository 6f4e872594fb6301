import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import type { Hub } from './compose.ts';
import { version } from './version.ts';

const HealthView = z.object({ status: z.literal('ok'), version: z.string() });

const StatusView = z.object({
  version: z.string(),
  uptimeSeconds: z.int(),
  memoryBytes: z.int(),
  mode: z.enum(['evaluation', 'production']),
  timeZone: z.string().describe('To whose days and months everything is counted'),
});

/** Whether the server lives (for anybody), and how it does (for the signed-in). */
export function healthRoutes(hub: Pick<Hub, 'mode' | 'calendar'>) {
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
        return {
          version,
          uptimeSeconds: Math.round(process.uptime()),
          memoryBytes: process.memoryUsage.rss(),
          mode: hub.mode,
          timeZone: hub.calendar.timeZone,
        };
      },
    });
  };
}
