import { Readable } from 'node:stream';
import { createGzip, constants as zlib } from 'node:zlib';
import { type HttpApp, personOf, Timestamp } from '@nexus/http';
import { z } from 'zod';
import { IngestView, SpaceParams } from './documents.schemas.ts';
import type { ListingLine, ListingService } from './listing.service.ts';

const tags = ['documents'];
const session = { access: 'session' as const };

const Counted = z.array(z.object({ name: z.string(), documents: z.number().int() }));

const OverviewView = z.object({
  documents: z.number().int(),
  parts: z.number().int().describe('Pages, sheets and slides'),
  unreadParts: z.number().int().describe('Pages that could not be read'),
  sizeBytes: z.number().int(),
  states: IngestView,
  formats: Counted,
  languages: Counted,
  latestAt: Timestamp.nullable(),
});

const SpaceCountsView = z.object({
  spaceId: z.uuid(),
  documents: z.number().int(),
  waiting: z.number().int().describe('Waiting or being read'),
  failed: z.number().int(),
});

const RowsQuery = z.object({
  since: z.iso.datetime().optional().describe('The `at` of an earlier list: only what changed after it'),
});

export function listingRoutes(service: ListingService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/documents/rows',
      config: session,
      schema: {
        operationId: 'streamDocumentRows',
        summary: 'All documents of a space in one stream, for lists that sort and filter by themselves',
        description:
          'application/x-ndjson, gzipped where accepted. Lines by `kind`: `start` (time, total, names of the columns), `folders`, `reasons`, `rows` (arrays in the order of the columns), `people`, and `end`; a stream without `end` was cut off. At most the newest 200,000 documents.',
        tags,
        params: SpaceParams,
        querystring: RowsQuery,
        response: { 200: z.any().describe('application/x-ndjson') },
      },
      handler: async (request, reply) => {
        const since = request.query.since === undefined ? null : new Date(request.query.since);
        const lines = await service.openListing(personOf(request), request.params.spaceId, since);
        const plain = Readable.from(asText(lines), { objectMode: false, highWaterMark: 256 * 1024 });
        reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('cache-control', 'no-store');
        if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(plain);
        const packed = createGzip({ level: 1, flush: zlib.Z_NO_FLUSH });
        plain.on('error', (error) => packed.destroy(error));
        packed.on('close', () => plain.destroy());
        return reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding').send(plain.pipe(packed));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/spaces/:spaceId/overview',
      config: session,
      schema: {
        operationId: 'getSpaceOverview',
        summary: 'What is in a space: documents, pages, formats, languages and states',
        tags,
        params: SpaceParams,
        response: { 200: OverviewView },
      },
      handler: async (request) => {
        const { latestAt, ...figures } = await service.overview(personOf(request), request.params.spaceId);
        return { ...figures, latestAt: latestAt?.toISOString() ?? null };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/documents/counts',
      config: session,
      schema: {
        operationId: 'countDocuments',
        summary: 'How many documents each of your spaces holds; spaces without any are left out',
        tags,
        response: { 200: z.object({ items: z.array(SpaceCountsView) }) },
      },
      handler: async (request) => ({ items: await service.counts(personOf(request)) }),
    });
  };
}

async function* asText(lines: AsyncIterable<ListingLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
