import { type HttpApp, personOf } from '@nexus/http';
import { SearchBody, SearchView } from './retrieval.schemas.ts';
import { viewHit } from './retrieval.view.ts';
import type { createSearchPassages } from './search-passages.ts';

export function retrievalRoutes(searchPassages: ReturnType<typeof createSearchPassages>) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/search',
      config: { access: 'session' },
      schema: {
        operationId: 'search',
        summary: 'Find passages',
        description: 'POST, so that what is looked for is in no address and no log. Hits are best first.',
        tags: ['search'],
        body: SearchBody,
        response: { 200: SearchView },
      },
      handler: async (request) => {
        const { text, spaceIds, limit } = request.body;
        const result = await searchPassages(personOf(request), { text, spaceIds: spaceIds ?? null, limit });
        return {
          outcome: result.outcome,
          hits: result.hits.map(viewHit),
          passagesSearched: result.passagesSearched,
          didYouMean: result.didYouMean,
          problems: result.problems.map(({ code, text: typed }) => ({ code, text: typed })),
          durationMs: Math.round(result.durationMs * 10) / 10,
        };
      },
    });
  };
}
