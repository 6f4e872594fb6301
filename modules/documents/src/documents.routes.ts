import { setTimeout as wait } from 'node:timers/promises';
import { type HttpApp, personOf, readUploads, sendEvents } from '@nexus/http';
import { InvalidInputError, type PersonActor } from '@nexus/kernel';
import { z } from 'zod';
import {
  DocumentDetailsView,
  DocumentListQuery,
  DocumentPage,
  DocumentParams,
  IngestView,
  PlaceParams,
  SpaceParams,
  TextQuery,
  TextView,
  UploadQuery,
  UploadView,
  VersionQuery,
} from './documents.schemas.ts';
import type { DocumentsService } from './documents.service.ts';
import { viewDocument, viewDocumentDetails } from './documents.view.ts';
import type { Uploader, UploadFile, UploadOutcome } from './use-cases/upload-document.ts';

export type DocumentsRoutesDependencies = {
  service: DocumentsService;
  uploadAll: (
    uploader: Uploader,
    to: { spaceId: string; labelId?: string | undefined },
    files: AsyncIterable<UploadFile>,
  ) => Promise<UploadOutcome[]>;
};

const tags = ['documents'];
const session = { access: 'session' as const };

export function documentsRoutes({ service, uploadAll }: DocumentsRoutesDependencies) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'POST',
      url: '/api/v1/spaces/:spaceId/documents',
      config: { ...session, upload: true, idempotent: true },
      schema: {
        operationId: 'uploadDocuments',
        summary: 'Upload files',
        description:
          'multipart/form-data with one or more files. A field `path` before a file gives its relative path with folders; without it the file name counts. The same bytes are stored once: at a second path they give their document one more place. Other bytes at the only place of a document become its next version; at one of several places they become a document of their own. All of this among documents of the same label: under another label the same path and the same bytes are another document.',
        tags,
        consumes: ['multipart/form-data'],
        params: SpaceParams,
        querystring: UploadQuery,
        response: { 201: UploadView },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        const fileNames: string[] = [];
        async function* uploads(): AsyncGenerator<UploadFile> {
          for await (const file of readUploads(request)) {
            const path = file.fields['path'] || file.name;
            fileNames.push(path.slice(path.lastIndexOf('/') + 1));
            yield { path, bytes: file.content };
          }
        }
        const outcomes = await uploadAll({ actor }, { ...request.params, ...request.query }, uploads());
        const files = outcomes.map((outcome, i) => ({ fileName: fileNames[i]!, ...outcome }));
        if (files.length === 0) {
          throw new InvalidInputError('There is no file in the form.', [{ path: 'body/file', message: 'required' }]);
        }
        return reply.status(201).send({ files });
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/documents',
      config: session,
      schema: {
        operationId: 'listDocuments',
        summary: 'List documents of a space, newest first',
        tags,
        params: SpaceParams,
        querystring: DocumentListQuery,
        response: { 200: DocumentPage },
      },
      handler: async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const page = await service.list(personOf(request), request.params.spaceId, filter, { cursor, limit });
        return { items: page.items.map(viewDocument), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/ingest',
      config: session,
      schema: {
        operationId: 'getIngest',
        summary: 'How many documents wait, are being read, are ready or could not be read',
        tags,
        params: SpaceParams,
        response: { 200: IngestView },
      },
      handler: (request) => service.countByState(personOf(request), request.params.spaceId),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/ingest/events',
      config: session,
      schema: {
        operationId: 'followIngest',
        summary: 'Follow the reading of documents (server-sent events)',
        description: 'An event `ingest` with the counts whenever they change, until nothing waits any more.',
        tags,
        params: SpaceParams,
        response: { 200: z.string().describe('text/event-stream') },
      },
      handler: async (request, reply) => {
        const actor = personOf(request);
        await service.countByState(actor, request.params.spaceId);
        return sendEvents(request, reply, (signal) => ingestEvents(service, actor, request.params.spaceId, signal));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/documents/:documentId',
      config: session,
      schema: {
        operationId: 'getDocument',
        summary: 'One document with its versions and how well each page was read',
        tags,
        params: DocumentParams,
        querystring: VersionQuery,
        response: { 200: DocumentDetailsView },
      },
      handler: async (request) => {
        const { documentId } = request.params;
        return viewDocumentDetails(await service.get(personOf(request), documentId, request.query.versionId));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/documents/:documentId/text',
      config: session,
      schema: {
        operationId: 'getDocumentText',
        summary: 'The extracted text, block by block, with its places',
        tags,
        params: DocumentParams,
        querystring: TextQuery,
        response: { 200: TextView },
      },
      handler: async (request) => ({
        parts: (await service.readText(personOf(request), request.params.documentId, request.query)) as z.input<
          typeof TextView
        >['parts'],
      }),
    });

    for (const [action, operationId, summary] of [
      ['cancel', 'cancelDocument', 'Stop reading a document'],
      ['retry', 'retryDocument', 'Read a failed or cancelled document again'],
    ] as const) {
      app.route({
        method: 'POST',
        url: `/api/v1/documents/:documentId/${action}`,
        config: session,
        schema: { operationId, summary, tags, params: DocumentParams, response: { 204: z.null() } },
        handler: async (request, reply) => {
          await service[action](personOf(request), request.params.documentId);
          return reply.status(204).send(null);
        },
      });
    }

    app.route({
      method: 'DELETE',
      url: '/api/v1/documents/:documentId',
      config: session,
      schema: {
        operationId: 'deleteDocument',
        summary: 'Delete a document with all of its places, attachments, text and index entries',
        tags,
        params: DocumentParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.remove(personOf(request), request.params.documentId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/documents/:documentId/places/:placeId',
      config: session,
      schema: {
        operationId: 'deleteDocumentPlace',
        summary: 'Take a document away from one of its places; with its last place it is deleted',
        tags,
        params: PlaceParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.removePlace(personOf(request), request.params.documentId, request.params.placeId);
        return reply.status(204).send(null);
      },
    });
  };
}

async function* ingestEvents(service: DocumentsService, actor: PersonActor, spaceId: string, signal: AbortSignal) {
  let last = '';
  while (!signal.aborted) {
    const counts = await service.countByState(actor, spaceId);
    const text = JSON.stringify(counts);
    if (text !== last) yield { event: 'ingest', data: counts };
    last = text;
    if (counts.queued + counts.reading === 0) return;
    await wait(500, undefined, { signal }).catch(() => {});
  }
}
