import { Readable } from 'node:stream';
import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { DigestView, DocumentParams, VersionQuery } from './documents.schemas.ts';
import type { OriginalsService } from './originals.service.ts';

const tags = ['documents'];
const session = { access: 'session' as const };

export function originalsRoutes(originals: OriginalsService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/documents/:documentId/content',
      config: session,
      schema: {
        operationId: 'downloadDocument',
        summary: 'The original file',
        description:
          'All of it, or with a `Range` header one stretch of bytes (of at most 8 MiB) in a response of status 206.',
        tags,
        params: DocumentParams,
        querystring: VersionQuery,
        response: {
          200: z.any().describe('The file, as an attachment'),
          206: z.any().describe('The bytes that were asked for'),
        },
      },
      handler: async (request, reply) => {
        const { fileName, sizeBytes, range, bytes } = await originals.open(
          personOf(request),
          request.params.documentId,
          { versionId: request.query.versionId, rangeHeader: request.headers.range },
        );
        if (range) reply.status(206).header('content-range', `bytes ${range.start}-${range.end - 1}/${sizeBytes}`);
        // Always an attachment of no type, in an empty sandbox: a hostile file must not run on this origin.
        return reply
          .header('content-type', 'application/octet-stream')
          .header('content-length', range ? range.end - range.start : sizeBytes)
          .header('accept-ranges', 'bytes')
          .header('content-disposition', attachment(fileName))
          .header('content-security-policy', "sandbox; default-src 'none'")
          .header('cache-control', 'no-store')
          .serializer((payload: unknown) => payload as string)
          .send(Buffer.isBuffer(bytes) ? bytes : Readable.from(bytes));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/documents/:documentId/digest',
      config: session,
      schema: {
        operationId: 'digestDocument',
        summary: 'The SHA-256 of the original file, to compare it with a copy',
        tags,
        params: DocumentParams,
        querystring: VersionQuery,
        response: { 200: DigestView },
      },
      handler: async (request) => {
        const { documentId } = request.params;
        return { sha256: await originals.digest(personOf(request), documentId, request.query.versionId) };
      },
    });
  };
}

/** RFC 6266: a plain ASCII name for old clients, the real one in UTF-8. */
function attachment(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
