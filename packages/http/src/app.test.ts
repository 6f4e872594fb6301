import { type LogFields, NotFoundError, newId, UnavailableError } from '@nexus/kernel';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { everyRoute, type HttpAppOptions } from './app.ts';
import type { HttpApp } from './http-app.ts';
import { PageQuery, pageSchema } from './pages.ts';
import { personOf } from './sessions.ts';
import { createTestHttpApp } from './testing.ts';

const ana = { personId: newId() };
const boris = { personId: newId(), roles: ['administrator'] };
const asAna = { authorization: 'Bearer ana-token' };
const asBoris = { authorization: 'Bearer boris-token' };

const Thing = z.object({ name: z.string().min(3), size: z.int() });
let app: HttpApp;

async function start(options: Partial<HttpAppOptions> = {}): Promise<HttpApp> {
  app = await createTestHttpApp({ 'ana-token': ana, 'boris-token': boris }, options);
  const said = (operationId: string) => ({ operationId, summary: operationId, tags: ['things'] });
  const ok = { 200: z.object({ name: z.string() }) };
  app.get('/api/v1/open', { config: { access: 'public' }, schema: { ...said('open'), response: ok } }, async () => ({
    name: 'open',
    secret: 'never shown',
  }));
  app.get(
    '/api/v1/mine',
    { config: { access: 'session' }, schema: { ...said('mine'), response: ok } },
    async (request) => ({
      name: personOf(request).personId,
    }),
  );
  app.get(
    '/api/v1/system',
    { config: { access: 'session', roles: ['administrator'] }, schema: { ...said('system'), response: ok } },
    async () => ({ name: 'system' }),
  );
  app.post(
    '/api/v1/things',
    { config: { access: 'session' }, schema: { ...said('createThing'), body: Thing, response: ok } },
    async (request) => ({ name: request.body.name }),
  );
  app.get(
    '/api/v1/things/:thingId',
    {
      config: { access: 'session' },
      schema: { ...said('getThing'), params: z.object({ thingId: z.uuid() }), response: ok },
    },
    async () => {
      throw new NotFoundError('There is no such thing.');
    },
  );
  app.get(
    '/api/v1/lists',
    {
      config: { access: 'public' },
      schema: { ...said('lists'), querystring: PageQuery, response: { 200: pageSchema(z.object({ n: z.int() })) } },
    },
    async (request) => ({ items: [{ n: request.query.limit }], nextCursor: null }),
  );
  app.get('/api/v1/broken', { config: { access: 'public' }, schema: { ...said('broken'), response: ok } }, async () => {
    throw new Error('password=hunter2');
  });
  app.get('/api/v1/busy', { config: { access: 'public' }, schema: { ...said('busy'), response: ok } }, async () => {
    throw new UnavailableError('Come back later.', { cause: new Error('pool is empty') });
  });
  app.get(
    '/api/v1/wrong-shape',
    { config: { access: 'public' }, schema: { ...said('wrongShape'), response: ok } },
    async () => JSON.parse('{"nom":1}') as { name: string },
  );
  await app.ready();
  return app;
}

afterEach(() => app.close());

describe('access', () => {
  test('a session route without a token, or with an unknown one, is 401', async () => {
    await start();
    for (const headers of [{}, { authorization: 'Bearer nobody' }, { authorization: 'Basic YTpi' }]) {
      const response = await app.inject({ url: '/api/v1/mine', headers });
      expect(response.statusCode).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
      expect(response.json()).toMatchObject({ code: 'request.unauthenticated', status: 401, errors: [] });
    }
  });

  test('401 comes before the body is looked at', async () => {
    await start();
    const response = await app.inject({ method: 'POST', url: '/api/v1/things', payload: { wrong: true } });
    expect(response.statusCode).toBe(401);
  });

  test('a role that is missing is 403, and the denial is recorded', async () => {
    const denials: unknown[] = [];
    await start({ denials: { record: async (denial) => void denials.push(denial) } });
    expect((await app.inject({ url: '/api/v1/system', headers: asAna })).statusCode).toBe(403);
    expect(denials).toEqual([
      {
        actor: expect.objectContaining({ personId: ana.personId }),
        method: 'GET',
        route: '/api/v1/system',
        reason: 'role',
      },
    ]);
    expect((await app.inject({ url: '/api/v1/system', headers: asBoris })).statusCode).toBe(200);
  });

  test('an interactive route refuses the access token of a program', async () => {
    await start();
    const other = await createTestHttpApp({ person: ana, program: { ...ana, kind: 'token' } });
    const schema = { operationId: 'x', summary: 'x', tags: ['x'], response: { 200: z.object({ ok: z.boolean() }) } };
    other.get('/secret', { config: { access: 'session', interactive: true }, schema }, async () => ({ ok: true }));
    const statusAs = async (token: string) =>
      (await other.inject({ url: '/secret', headers: { authorization: `Bearer ${token}` } })).statusCode;
    expect([await statusAs('program'), await statusAs('person')]).toEqual([403, 200]);
    await other.close();
  });

  test('a denial that cannot be recorded is an error, not a plain refusal', async () => {
    await start({ denials: { record: () => Promise.reject(new Error('disk full')) } });
    expect((await app.inject({ url: '/api/v1/system', headers: asAna })).statusCode).toBe(500);
  });

  test('a route that says no access stops the start', async () => {
    await start();
    const other = await createTestHttpApp({});
    other.get('/forgotten', { config: {} as { access: 'public' }, schema: { hide: true } }, async () => 'open');
    await expect(other.ready()).rejects.toThrow("GET /forgotten needs config.access ('public' or 'session')");
    await other.close();
  });

  test('an API route without operationId, summary, tags or response stops the start', async () => {
    await start();
    const other = await createTestHttpApp({});
    other.get('/bare', { config: { access: 'public' } }, async () => 'open');
    await expect(other.ready()).rejects.toThrow('schema.operationId, schema.summary, schema.tags, schema.response');
    await other.close();
  });

  test('every route is listed with its access', async () => {
    await start();
    expect(everyRoute(app)).toContainEqual(
      expect.objectContaining({ method: 'POST', url: '/api/v1/things', access: 'session', operationId: 'createThing' }),
    );
    expect(everyRoute(app).filter((route) => route.url === '/api/v1/open')).toHaveLength(1);
  });
});

describe('problems', () => {
  test('all issues of an input are reported with their paths', async () => {
    await start();
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: asAna,
      payload: { name: 'x', size: 'y' },
    });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = response.json();
    expect(problem.errors.map((issue: { path: string }) => issue.path)).toEqual(['body/name', 'body/size']);
    expect(problem.instance).toBe(`urn:nexus:request:${response.headers['x-request-id']}`);
  });

  test('thousands of issues are cut, deep nesting is an issue like any other', async () => {
    const other = await createTestHttpApp({ ana });
    const schema = {
      operationId: 'x',
      summary: 'x',
      tags: ['x'],
      body: z.array(z.int()),
      response: { 200: z.object({}) },
    };
    other.post('/numbers', { config: { access: 'session' }, schema }, async () => ({}));
    const headers = { authorization: 'Bearer ana', 'content-type': 'application/json' };
    const many = JSON.stringify(Array(100_000).fill('x'));
    const response = await other.inject({ method: 'POST', url: '/numbers', headers, payload: many });
    expect(response.json().errors).toHaveLength(201);
    expect(response.json().errors[200].message).toBe('and 99800 more');
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    expect((await other.inject({ method: 'POST', url: '/numbers', headers, payload: deep })).statusCode).toBe(400);
    await other.close();
  });

  test('params and JSON that cannot be read are 400', async () => {
    await start();
    const badId = await app.inject({ url: '/api/v1/things/1', headers: asAna });
    expect(badId.json()).toMatchObject({ status: 400, errors: [{ path: 'params/thingId' }] });
    const headers = { ...asAna, 'content-type': 'application/json' };
    const badJson = await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload: '{"name":' });
    expect(badJson.json()).toMatchObject({ status: 400, code: 'request.invalid' });
    const proto = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers,
      payload: '{"__proto__":{"a":1}}',
    });
    expect(proto.statusCode).toBe(400);
  });

  test('an AppError keeps its status and code', async () => {
    await start();
    const response = await app.inject({ url: `/api/v1/things/${newId()}`, headers: asAna });
    expect(response.json()).toMatchObject({
      status: 404,
      code: 'request.not_found',
      detail: 'There is no such thing.',
    });
  });

  test('an unknown error is a fixed text and one log line with its cause', async () => {
    const errors: [string, LogFields | undefined][] = [];
    const logger = {
      info: () => {},
      warn: () => {},
      error: (message: string, fields?: LogFields) => void errors.push([message, fields]),
    };
    await start({ logger });
    const response = await app.inject('/api/v1/broken');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('hunter2');
    expect(errors).toHaveLength(1);
    expect(errors[0]![1]).toMatchObject({
      requestId: response.headers['x-request-id'],
      error: expect.objectContaining({ message: 'password=hunter2' }),
    });
    await app.inject('/api/v1/busy');
    expect(errors[1]![1]).toMatchObject({
      code: 'service.unavailable',
      error: expect.objectContaining({ message: 'pool is empty' }),
    });
  });

  test('unknown addresses are 404, known ones with another method 405 with Allow', async () => {
    await start();
    expect((await app.inject('/api/v1/nothing')).json()).toMatchObject({ status: 404, code: 'request.not_found' });
    const response = await app.inject({ method: 'DELETE', url: `/api/v1/things/${newId()}?x=1` });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe('GET, HEAD');
  });

  test('a body over the limit is 413, an unknown type 415', async () => {
    await start();
    const big = { name: 'a'.repeat(1024 ** 2), size: 1 };
    expect(
      (await app.inject({ method: 'POST', url: '/api/v1/things', headers: asAna, payload: big })).json(),
    ).toMatchObject({
      status: 413,
      code: 'request.too_large',
    });
    const headers = { ...asAna, 'content-type': 'text/xml' };
    expect((await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload: '<a/>' })).statusCode).toBe(
      415,
    );
  });
});

describe('responses', () => {
  test('carry only what the schema names', async () => {
    await start();
    expect((await app.inject('/api/v1/open')).json()).toEqual({ name: 'open' });
  });

  test('that do not fit their schema are an error', async () => {
    await start();
    expect((await app.inject('/api/v1/wrong-shape')).statusCode).toBe(500);
  });

  test('of lists are bounded', async () => {
    await start();
    expect((await app.inject('/api/v1/lists')).json().items).toEqual([{ n: 50 }]);
    expect((await app.inject('/api/v1/lists?limit=201')).statusCode).toBe(400);
  });

  test('forbid everything foreign', async () => {
    await start();
    const { headers } = await app.inject('/api/v1/open');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect((await app.inject({ url: '/api/v1/mine', headers: asAna })).headers['cache-control']).toBe('no-store');
  });
});

describe('rate limit', () => {
  test('counts by session, and by address without one', async () => {
    await start({ rateLimit: { max: 3, windowMs: 60_000 } });
    const codes = async (headers: Record<string, string>) => {
      const statuses = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await app.inject({ url: '/api/v1/mine', headers })).statusCode);
      return statuses;
    };
    expect(await codes(asAna)).toEqual([200, 200, 200, 429]);
    expect(await codes(asBoris)).toEqual([200, 200, 200, 429]);
    expect(await codes({ authorization: 'Bearer guess' })).toEqual([401, 401, 401, 429]);
    const response = await app.inject('/nowhere');
    expect(response.statusCode).toBe(429);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.json().code).toBe('request.too_many');
  });
});
