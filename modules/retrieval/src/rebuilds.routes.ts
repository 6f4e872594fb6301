import { type HttpApp, personOf, Timestamp } from '@nexus/http';
import { z } from 'zod';
import type { Rebuilds } from './rebuilds.service.ts';
import type { IndexRebuildRow } from './retrieval.tables.ts';

const RebuildView = z.object({
  id: z.uuid(),
  spaceId: z.uuid(),
  labelId: z.uuid(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  passagesDone: z.number().int(),
  passagesTotal: z.number().int(),
  requestedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});

const RebuildList = z.object({ items: z.array(RebuildView) });
const RebuildParams = z.object({ rebuildId: z.uuid() });
const administrator = { access: 'session' as const, roles: ['administrator' as const] };
const tags = ['index'];

export function rebuildRoutes(rebuilds: Rebuilds) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/index/rebuilds',
      config: { ...administrator, idempotent: true },
      schema: {
        operationId: 'rebuildIndex',
        summary: 'Make the index anew from the stored passages',
        description: 'One job for each space and label. Questions go on with the old index until the new one is whole.',
        tags,
        response: { 201: RebuildList },
      },
      handler: async (request, reply) => {
        const items = await rebuilds.request(personOf(request));
        return reply.status(201).send({ items: items.map(viewRebuild) });
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/index/rebuilds',
      config: administrator,
      schema: {
        operationId: 'listRebuilds',
        summary: 'Rebuilds of the index, newest first',
        tags,
        response: { 200: RebuildList },
      },
      handler: async (request) => ({ items: (await rebuilds.list(personOf(request))).map(viewRebuild) }),
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/index/rebuilds/:rebuildId',
      config: administrator,
      schema: {
        operationId: 'cancelRebuild',
        summary: 'Stop a rebuild; the old index stays',
        tags,
        params: RebuildParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await rebuilds.cancel(personOf(request), request.params.rebuildId);
        return reply.status(204).send(null);
      },
    });
  };
}

function viewRebuild(rebuild: IndexRebuildRow): z.infer<typeof RebuildView> {
  return {
    id: rebuild.id,
    spaceId: rebuild.spaceId,
    labelId: rebuild.labelId,
    state: rebuild.state,
    passagesDone: Number(rebuild.passagesDone),
    passagesTotal: Number(rebuild.passagesTotal),
    requestedAt: rebuild.requestedAt.toISOString(),
    finishedAt: rebuild.finishedAt ? rebuild.finishedAt.toISOString() : null,
  };
}
