import swagger from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { HttpApp } from './http-app.ts';
import { problemMediaType, problemSchema } from './problem.ts';

export type ApiDescription = {
  title: string;
  version: string;
  description?: string;
  tags?: { name: string; description: string }[];
};

export const openApiPath = '/api/v1/openapi.json';

/** Serves the OpenAPI 3.0.3 document of every route that has a schema. */
export async function describeApi(app: HttpApp, api: ApiDescription, cookieName: string): Promise<void> {
  const zodTransform = createJsonSchemaTransform({});
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: { title: api.title, version: api.version, description: api.description ?? api.title },
      servers: [{ url: '/' }],
      tags: api.tags ?? [],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'Set by signing in; for browsers' },
          token: { type: 'http', scheme: 'bearer', description: 'A session or personal access token; for programs' },
        },
      },
    },
    transform: (document) => {
      const { schema, url } = zodTransform(document);
      return { schema: documentedSchema(schema, document.route), url };
    },
    transformObject: jsonSchemaTransformObject,
  });
  app.get(openApiPath, { config: { access: 'public' }, schema: { hide: true } }, (_, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  );
}

type DocumentedSchema = ReturnType<ReturnType<typeof createJsonSchemaTransform>>['schema'];

/** Adds to a route's schema what its config implies: security, headers, the upload body. For the document only. */
function documentedSchema(schema: DocumentedSchema, route: RouteOptions): DocumentedSchema {
  if (schema === undefined || schema.hide === true) return schema;
  const { config } = route;
  const headers: Record<string, unknown> = {};
  if (config?.idempotent === true) {
    headers['Idempotency-Key'] = {
      type: 'string',
      minLength: 8,
      maxLength: 200,
      description: 'Makes the request safe to repeat for 24 hours: the first response is sent again.',
    };
  }
  if (config?.versioned === true) {
    headers['If-Match'] = { type: 'string', description: 'The ETag of the version that is changed.' };
  }
  const documented: Record<string, unknown> = {
    ...schema,
    response: describedResponses(schema),
    security: config?.access === 'public' ? [] : [{ session: [] }, { token: [] }],
  };
  if (Object.keys(headers).length > 0) {
    documented['headers'] = {
      type: 'object',
      properties: headers,
      required: config?.versioned === true ? ['If-Match'] : [],
    };
  }
  if (config?.upload === true) {
    documented['consumes'] = ['multipart/form-data'];
    documented['body'] = {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
      ...(typeof schema.body === 'object' ? schema.body : {}),
    };
  }
  return documented as DocumentedSchema;
}

const successTexts: Record<string, string> = { 201: 'Made', 202: 'Taken on; the work goes on', 204: 'Done' };

/** A success that says nothing about itself says what the operation does: its summary, after what the status means. */
function describedResponses(schema: DocumentedSchema): Record<string, unknown> {
  const responses = (schema?.response ?? {}) as Record<string, { description?: string; content?: object }>;
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      if (!status.startsWith('2') || response.description) return [status, response];
      const description = [successTexts[status], schema?.summary].filter(Boolean).join(': ');
      // Beside a reference no other word counts; it goes one level down.
      if ('$ref' in response) return [status, { description, content: { 'application/json': { schema: response } } }];
      return [status, { ...response, 'x-response-description': description }];
    }),
  );
}

const problemTexts: Record<number, string> = {
  400: 'The request is not valid',
  401: 'No valid session',
  403: 'Not allowed',
  404: 'Not there, or not for this person',
  409: 'In conflict with the current state',
  412: 'Changed by someone else in the meantime',
  413: 'Too large',
  415: 'Unsupported content type',
  422: 'The idempotency key was used for another request',
  428: 'If-Match is missing',
  429: 'Too many requests',
  500: 'Something went wrong on the server',
};

/** Declares the problem responses that follow from a route's config and schema, so that no route has to repeat them. */
export function addProblemResponses(route: RouteOptions): void {
  const { config, schema } = route;
  if (schema === undefined || schema.hide === true || config === undefined) return;
  const takesInput = [schema.body, schema.params, schema.querystring].some((part) => part !== undefined);
  const statuses = [429, 500];
  if (takesInput || config.idempotent === true || config.upload === true) statuses.push(400);
  if (config.access === 'session') statuses.push(401, 403);
  if (schema.params !== undefined) statuses.push(404);
  if (schema.body !== undefined || config.upload === true) statuses.push(413, 415);
  if (config.idempotent === true) statuses.push(409, 422);
  if (config.versioned === true) statuses.push(412, 428);
  const declared = (schema.response ?? {}) as Record<string, unknown>;
  const problems = statuses
    .filter((status) => declared[status] === undefined)
    .map((status) => [status, problemResponse(status)]);
  route.schema = { ...schema, response: { ...declared, ...Object.fromEntries(problems) } };
}

/** For the problems of one operation that cannot be told from its config: `response: { 409: problemResponse(409) }`. */
export function problemResponse(status: number, description = problemTexts[status] ?? 'Problem') {
  return { description, content: { [problemMediaType]: { schema: problemSchema } } };
}
