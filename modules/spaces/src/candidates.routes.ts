import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import type { CandidatesService } from './candidates.service.ts';
import { SpaceParams } from './spaces.schemas.ts';

const CandidateView = z.object({ personId: z.uuid(), name: z.string(), email: z.string().nullable() });

export function candidatesRoutes(service: CandidatesService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/candidates',
      config: { access: 'session' },
      schema: {
        operationId: 'searchCandidates',
        summary: 'People whom an owner may add to the space, by name or address',
        tags: ['spaces'],
        params: SpaceParams,
        querystring: z.object({ q: z.string().max(200).default('') }),
        response: { 200: z.object({ items: z.array(CandidateView) }) },
      },
      handler: async (request) => ({
        items: await service.search(personOf(request), request.params.spaceId, request.query.q),
      }),
    });
  };
}
