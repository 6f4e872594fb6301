import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpApp } from './http-app.ts';
import { openApiPath } from './openapi.ts';
import { PageQuery, pageSchema, Timestamp } from './pages.ts';
import { createTestHttpApp } from './testing.ts';
import { type OpenApiDocument, type OpenApiOperation, openApiFaults } from './testing-openapi.ts';

type Schema = Record<string, unknown>;

const Note = z
  .object({
    id: z.uuid(),
    text: z.string().nullable(),
    kind: z.enum(['a', 'b']).nullable(),
    owner: z.object({ name: z.string() }).nullable(),
    madeAt: Timestamp,
    tags: z.record(z.string(), z.string()),
    source: z.union([z.object({ page: z.int() }), z.object({ sheet: z.string() }), z.null()]),
  })
  .meta({ id: 'TestNote' });

let app: HttpApp;
let document: OpenApiDocument;

beforeAll(async () => {
  app = await createTestHttpApp({});
  app.get(
    '/api/v1/notes',
    {
      config: { access: 'session' },
      schema: {
        operationId: 'listNotes',
        summary: 'List',
        tags: ['notes'],
        querystring: PageQuery,
        response: { 200: pageSchema(Note) },
      },
    },
    async () => ({ items: [], nextCursor: null }),
  );
  app.post(
    '/api/v1/notes',
    {
      config: { access: 'session', idempotent: true },
      schema: {
        operationId: 'createNote',
        summary: 'Create',
        tags: ['notes'],
        body: z.object({ text: z.string() }),
        response: { 201: Note },
      },
    },
    async () => {
      throw new Error('not called');
    },
  );
  app.patch(
    '/api/v1/notes/:noteId',
    {
      config: { access: 'session', versioned: true },
      schema: {
        operationId: 'editNote',
        summary: 'Edit',
        tags: ['notes'],
        params: z.object({ noteId: z.uuid() }),
        body: z.object({ text: z.string().nullable() }),
        response: { 204: z.undefined().describe('Changed') },
      },
    },
    (_, reply) => reply.code(204).send(),
  );
  app.post(
    '/api/v1/files',
    {
      config: { access: 'session', idempotent: true, upload: true },
      schema: {
        operationId: 'uploadFile',
        summary: 'Upload',
        tags: ['files'],
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async () => {
      throw new Error('not called');
    },
  );
  app.get(
    '/api/v1/health',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'health',
        summary: 'Health',
        tags: ['system'],
        response: { 200: z.object({ ok: z.boolean() }) },
      },
    },
    async () => ({ ok: true }),
  );
  await app.ready();
  document = (await app.inject(openApiPath)).json();
});

afterAll(() => app.close());

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the OpenAPI document', () => {
  test('is 3.0.3 and uses only words that 3.0.3 knows', () => {
    expect(document.openapi).toBe('3.0.3');
    expect(openApiFaults(document)).toEqual([]);
  });

  test('the check above sees words of 3.1', () => {
    const faultsWith = (schema: Schema) => {
      const schemas = { ...document.components.schemas, Bad: schema };
      return openApiFaults({ ...document, components: { schemas } });
    };
    expect(faultsWith({ type: ['string', 'null'] })).toHaveLength(1);
    expect(faultsWith({ const: 1 })).toHaveLength(1);
    expect(faultsWith({ $ref: '#/components/schemas/Nowhere' })).toHaveLength(1);
    expect(faultsWith({ type: 'object', properties: { a: { type: 'array' } } })).toHaveLength(1);
  });

  test('the check above sees operations that say too little', () => {
    const faultsWithout = (change: (operation: OpenApiOperation) => void) => {
      const copy = structuredClone(document);
      change(copy.paths['/api/v1/notes/{noteId}']!['patch']!);
      return openApiFaults(copy);
    };
    expect(faultsWithout(() => {})).toEqual([]);
    expect(faultsWithout((operation) => Object.assign(operation, { summary: '' }))).toHaveLength(1);
    expect(faultsWithout((operation) => Object.assign(operation, { tags: [] }))).toHaveLength(1);
    expect(faultsWithout((operation) => Object.assign(operation, { operationId: 'listNotes' }))).toHaveLength(1);
    for (const status of ['204', '400', '401', '403', '404', '429', '500'])
      expect(
        faultsWithout((operation) => delete operation.responses[status]),
        status,
      ).toHaveLength(1);
    expect(
      faultsWithout((operation) => Object.assign(operation.responses['204']!, { description: 'Default Response' })),
    ).toHaveLength(1);
  });

  test('says of a success what the operation does, unless the route says it itself', () => {
    const textOf = (path: string, method: string, status: string) =>
      document.paths[path]![method]!.responses[status]!.description;
    expect(textOf('/api/v1/notes', 'get', '200')).toBe('List');
    expect(textOf('/api/v1/notes', 'post', '201')).toBe('Made: Create');
    expect(textOf('/api/v1/notes/{noteId}', 'patch', '204')).toBe('Changed');
    expect(JSON.stringify(document)).not.toContain('x-response-description');
  });

  test('says nullable for what may be null', () => {
    const properties = document.components.schemas['TestNote']!['properties'] as Record<string, Schema>;
    for (const name of ['text', 'kind', 'owner', 'source'])
      expect(properties[name], name).toMatchObject({ nullable: true });
    expect(properties['madeAt']).toMatchObject({ type: 'string', format: 'date-time' });
  });

  test('gives every operation an id of its own, a summary, tags, security and problem responses', () => {
    const ids = operations().map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.sort()).toEqual(['createNote', 'editNote', 'health', 'listNotes', 'uploadFile']);
    for (const operation of operations()) {
      expect(operation.summary).not.toBe('');
      expect(operation.tags.length).toBeGreaterThan(0);
      expect(operation.security).toBeDefined();
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description).not.toBe('');
        if (Number(status) >= 400)
          expect(response.content!['application/problem+json']!.schema).toEqual({
            $ref: '#/components/schemas/Problem',
          });
      }
    }
  });

  test('derives problems, headers and bodies from the config of a route', () => {
    const create = document.paths['/api/v1/notes']!['post']!;
    expect(Object.keys(create.responses)).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '409', '413', '422', '429', '500']),
    );
    expect(create.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
    );
    const edit = document.paths['/api/v1/notes/{noteId}']!['patch']!;
    expect(Object.keys(edit.responses)).toEqual(expect.arrayContaining(['204', '404', '412', '428']));
    expect(edit.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match', required: true }));
    expect(edit.responses['204']!.content).toBeUndefined();
    const upload = document.paths['/api/v1/files']!['post']!;
    expect(upload.requestBody!.content['multipart/form-data']!.schema).toMatchObject({
      properties: { file: { format: 'binary' } },
    });
    expect(document.paths['/api/v1/health']!['get']!.security).toEqual([]);
  });
});

describe('the reference page', () => {
  test('names no other origin and lets none in', async () => {
    const response = await app.inject('/reference');
    expect(response.statusCode).toBe(200);
    expect(foreignOrigins(response.body)).toEqual([]);
    expect(response.headers['content-security-policy']).toMatch(
      /default-src 'none'.*script-src 'self';.*connect-src 'self'/,
    );
    expect(response.headers['content-security-policy']).not.toMatch(/https?:|\*|unsafe-eval/);
  });

  test('the check above sees a script of a content network', () => {
    expect(foreignOrigins('<script src="https://cdn.example.org/a.js"></script>')).toEqual([
      'https://cdn.example.org/a.js',
    ]);
    expect(foreignOrigins('<link href=//fonts.example.org/inter>')).toEqual(['//fonts.example.org/inter']);
  });

  test('every file that it names is served by us, with outside calls switched off', async () => {
    const { body } = await app.inject('/reference');
    const sources = [...body.matchAll(/src="([^"]+)"/g)].map((match) => match[1]!);
    expect(sources).toHaveLength(2);
    for (const source of sources) {
      const file = await app.inject(source);
      expect(file.statusCode).toBe(200);
      expect(file.headers['content-type']).toContain('text/javascript');
    }
    const start = await app.inject(sources[1]!);
    expect(start.body).toContain('"withDefaultFonts":false');
    expect(start.body).toContain('"telemetry":false');
    expect(start.body).not.toMatch(/https?:\/\//);
  });

  test('its script is sent compressed and only once', async () => {
    const url = '/reference/reference-assets/scalar.js';
    const zipped = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.rawPayload.length).toBeLessThan(1_500_000);
    const again = await app.inject({ url, headers: { 'if-none-match': String(zipped.headers['etag']) } });
    expect(again.statusCode).toBe(304);
  });
});

test('the migration is there', async () => {
  expect(await readFile(new URL('../migrations/0001-idempotency-keys.sql', import.meta.url), 'utf8')).toContain(
    'row level security',
  );
});

/** Addresses in HTML that leave the page's own origin. */
function foreignOrigins(html: string): string[] {
  return [
    ...html.matchAll(/(?:src|href|action|content|data|poster)\s*=\s*["']?((?:[a-z][a-z0-9+.-]*:)?\/\/[^"'\s>]+)/gi),
  ].map((match) => match[1]!);
}
