import { type HttpApp, personOf, Timestamp } from '@nexus/http';
import { z } from 'zod';
import type { RetirementService } from './retirement.service.ts';

const tags = ['audit'];
const auditor = { access: 'session' as const, roles: ['auditor' as const] };
const officer = { access: 'session' as const, roles: ['officer' as const] };
const nothing = { 204: z.null() };

const Archive = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the archive, hex');
const Until = z.int().min(1).describe('Entries before this place leave');
const Asked = z.object({
  until: Until,
  archive: Archive,
  size: z.int().min(1).describe('Size of the checkpoint at the end of the archive'),
  root: z.string().max(64).describe('Its root, base64'),
});

/** Nothing here removes an entry: that takes the owner of the database, with the server stopped. */
export function createRetirementRoutes(retirement: RetirementService) {
  return (app: HttpApp): void => {
    app.route({
      method: 'GET',
      url: '/api/v1/audit/retirements/proposal',
      config: auditor,
      schema: {
        operationId: 'proposeAuditRetirement',
        summary: 'How far the log may be retired: whole parts of it that are signed and older than a moment',
        tags,
        querystring: z.object({ before: Timestamp }),
        response: { 200: z.object({ until: Until.nullable() }) },
      },
      handler: async (request) => ({ until: await retirement.retirableUntil(new Date(request.query.before)) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/audit/retirements',
      config: { ...auditor, idempotent: true },
      schema: {
        operationId: 'askAuditRetirement',
        summary: 'Ask that old entries leave, with the archive that keeps them; an officer has to confirm',
        tags,
        body: Asked,
        response: nothing,
      },
      handler: async (request, reply) => {
        await retirement.ask(personOf(request), request.body);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/audit/retirements/confirmation',
      config: { ...officer, idempotent: true },
      schema: {
        operationId: 'confirmAuditRetirement',
        summary: 'Confirm as the second person, with the same archive; the log says so for ever',
        tags,
        body: z.object({ archive: Archive }),
        response: { 200: z.object({ until: Until }) },
      },
      handler: async (request) => ({ until: await retirement.confirm(personOf(request), request.body.archive) }),
    });
  };
}
