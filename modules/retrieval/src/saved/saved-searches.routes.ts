import { type HttpApp, personOf, Timestamp } from '@nexus/http';
import { z } from 'zod';
import { HitView } from '../retrieval.schemas.ts';
import { viewHit } from '../retrieval.view.ts';
import type { SavedSearch, SavedSearches } from './saved-searches.service.ts';

const SavedSearchParams = z.object({ savedSearchId: z.uuid() });
const SavedSearchBody = z.object({
  text: z.string().trim().min(1).max(4_000).describe('As in the search box'),
  spaceId: z.uuid().optional().describe('One space; every one that you may read without it'),
  watched: z.boolean().default(false).describe('Whether to tell of new documents that hold every word of it'),
});
const SavedSearchView = z.object({
  id: z.uuid(),
  text: z.string(),
  spaceId: z.uuid().nullable(),
  watched: z.boolean(),
  createdAt: Timestamp,
  seenAt: Timestamp.describe('When you last looked at its news'),
});
const SavedSearchList = z.object({ items: z.array(SavedSearchView) });
const NewsView = z.object({ hits: z.array(HitView) });
const WatchBody = z.object({ watched: z.boolean() });

const tags = ['search'];
const session = { access: 'session' as const };
const none = { 204: z.null() };

export function savedSearchRoutes(saved: SavedSearches) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/saved-searches',
      config: session,
      schema: {
        operationId: 'listSavedSearches',
        summary: 'Searches that you keep',
        tags,
        response: { 200: SavedSearchList },
      },
      handler: async (request) => ({ items: (await saved.list(personOf(request))).map(viewSavedSearch) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/saved-searches',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'saveSearch',
        summary: 'Keep a search, and watch it if you like',
        tags,
        body: SavedSearchBody,
        response: { 201: SavedSearchView },
      },
      handler: async (request, reply) => {
        const { text, spaceId, watched } = request.body;
        const search = await saved.save(personOf(request), { text, spaceId: spaceId ?? null, watched });
        return reply.status(201).send(viewSavedSearch(search));
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/saved-searches/:savedSearchId/watch',
      config: session,
      schema: {
        operationId: 'watchSearch',
        summary: 'Turn the watch of a saved search on or off',
        tags,
        params: SavedSearchParams,
        body: WatchBody,
        response: { 200: SavedSearchView },
      },
      handler: async (request) => {
        const { savedSearchId } = request.params;
        return viewSavedSearch(await saved.watch(personOf(request), savedSearchId, request.body.watched));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/saved-searches/:savedSearchId/news',
      config: session,
      schema: {
        operationId: 'listSearchNews',
        summary: 'New documents that hold every word of a watched search',
        description: 'The best passage of each, among the 300 best; searched now, in your name.',
        tags,
        params: SavedSearchParams,
        response: { 200: NewsView },
      },
      handler: async (request) => {
        return { hits: (await saved.news(personOf(request), request.params.savedSearchId)).map(viewHit) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/saved-searches/:savedSearchId/seen',
      config: session,
      schema: {
        operationId: 'markSearchSeen',
        summary: 'Take note of the news of a watched search',
        tags,
        params: SavedSearchParams,
        response: none,
      },
      handler: async (request, reply) => {
        await saved.markSeen(personOf(request), request.params.savedSearchId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/saved-searches/:savedSearchId',
      config: session,
      schema: {
        operationId: 'deleteSavedSearch',
        summary: 'Delete a saved search',
        tags,
        params: SavedSearchParams,
        response: none,
      },
      handler: async (request, reply) => {
        await saved.remove(personOf(request), request.params.savedSearchId);
        return reply.status(204).send(null);
      },
    });
  };
}

function viewSavedSearch({
  id,
  text,
  spaceId,
  watched,
  createdAt,
  seenAt,
}: SavedSearch): z.infer<typeof SavedSearchView> {
  return { id, text, spaceId, watched, createdAt: createdAt.toISOString(), seenAt: seenAt.toISOString() };
}
