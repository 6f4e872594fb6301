import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { SpaceParams, WatchedFolderBody, WatchedFolderParams, WatchedFolderView } from './documents.schemas.ts';
import { viewLabel } from './documents.view.ts';
import type { WatchedFolder, WatchedService } from './watched.service.ts';

const tags = ['watched folders'];
const session = { access: 'session' as const };

export function watchedRoutes(service: WatchedService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/watched-folders',
      config: session,
      schema: {
        operationId: 'listWatchedFolders',
        summary: 'Folders of the server that feed this space',
        tags,
        params: SpaceParams,
        response: { 200: z.object({ items: z.array(WatchedFolderView) }) },
      },
      handler: async (request) => {
        const folders = await service.list(personOf(request), request.params.spaceId);
        return { items: folders.map(viewWatchedFolder) };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/spaces/:spaceId/watched-folders',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'addWatchedFolder',
        summary: 'Take in whatever appears in a folder of the server',
        tags,
        params: SpaceParams,
        body: WatchedFolderBody,
        response: { 201: WatchedFolderView },
      },
      handler: async (request, reply) => {
        const folder = await service.add(
          personOf(request),
          request.params.spaceId,
          request.body.path,
          request.body.labelId,
        );
        return reply.status(201).send(viewWatchedFolder(folder));
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/spaces/:spaceId/watched-folders/:watchedFolderId',
      config: session,
      schema: {
        operationId: 'removeWatchedFolder',
        summary: 'Stop watching a folder; its documents stay',
        tags,
        params: WatchedFolderParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        const { spaceId, watchedFolderId } = request.params;
        await service.remove(personOf(request), spaceId, watchedFolderId);
        return reply.status(204).send(null);
      },
    });
  };
}

function viewWatchedFolder({ id, path, label, state, scannedAt }: WatchedFolder): z.infer<typeof WatchedFolderView> {
  return {
    id,
    path,
    labelId: label.id,
    label: viewLabel(label),
    state,
    scannedAt: scannedAt ? scannedAt.toISOString() : null,
  };
}
