import type { Readable } from 'node:stream';
import { type HttpApp, personOf, problemResponse } from '@nexus/http';
import { z } from 'zod';
import { SpaceParams } from '../documents.schemas.ts';
import { maxPieceBytes, type UploadsService } from './uploads.service.ts';

const tags = ['uploads'];
const session = { access: 'session' as const };

const UploadParams = z.object({ uploadId: z.uuid() });
const BeginBody = z.object({
  path: z.string().min(1).max(8_000).describe('Relative path with folders and the file’s name'),
  sizeBytes: z.number().int().min(1),
  labelId: z.uuid().optional().describe("The label of the file; the space's default without it"),
});
const FinishedView = z.object({
  documentId: z.uuid(),
  versionId: z.uuid(),
  outcome: z.string().describe('What uploading the file in one go would have answered'),
});
const StatusView = z.object({
  id: z.uuid(),
  sizeBytes: z.number().int(),
  receivedBytes: z.number().int().describe('Where the next piece begins'),
  finished: FinishedView.nullable(),
});

/** A piece of a file as it is: no form around it. */
export const pieceMediaType = 'application/octet-stream';

export function uploadsRoutes(service: UploadsService) {
  return function routes(app: HttpApp): void {
    // Streamed to the service; nothing of it is held in memory.
    app.addContentTypeParser(pieceMediaType, (_request, payload, done) => done(null, payload));

    app.route({
      method: 'POST',
      url: '/api/v1/spaces/:spaceId/uploads',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'beginUpload',
        summary: 'Begin an upload in pieces, which can go on after the line was cut',
        description: 'Then PATCH the pieces one after the other, and finish. Unfinished uploads are kept for a week.',
        tags,
        params: SpaceParams,
        body: BeginBody,
        response: { 201: StatusView },
      },
      handler: async (request, reply) =>
        reply.status(201).send(await service.begin(personOf(request), request.params.spaceId, request.body)),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/uploads/:uploadId',
      config: session,
      schema: {
        operationId: 'getUpload',
        summary: 'How much of an upload has arrived',
        tags,
        params: UploadParams,
        response: { 200: StatusView },
      },
      handler: (request) => service.get(personOf(request), request.params.uploadId),
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/uploads/:uploadId',
      config: session,
      bodyLimit: maxPieceBytes,
      schema: {
        operationId: 'appendToUpload',
        summary: 'Send the next piece',
        description: `The bytes as ${pieceMediaType}, at most 64 MiB. A piece that does not arrive whole counts for nothing.`,
        tags,
        consumes: [pieceMediaType],
        params: UploadParams,
        querystring: z.object({ offset: z.coerce.number().int().min(0).describe('Where the piece begins') }),
        response: { 200: StatusView, 409: problemResponse(409), 413: problemResponse(413) },
      },
      handler: (request) =>
        service.append(
          personOf(request),
          request.params.uploadId,
          request.query.offset,
          (request.body ?? []) as Readable,
        ),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/uploads/:uploadId/finish',
      config: session,
      schema: {
        operationId: 'finishUpload',
        summary: 'Make the document once all pieces have arrived; safe to repeat',
        tags,
        params: UploadParams,
        response: { 200: FinishedView, 409: problemResponse(409) },
      },
      handler: (request) => service.finish(personOf(request), request.params.uploadId),
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/uploads/:uploadId',
      config: session,
      schema: {
        operationId: 'cancelUpload',
        summary: 'Give an upload up',
        tags,
        params: UploadParams,
        response: { 204: z.null() },
      },
      handler: async (request, reply) => {
        await service.cancel(personOf(request), request.params.uploadId);
        return reply.status(204).send(null);
      },
    });
  };
}
