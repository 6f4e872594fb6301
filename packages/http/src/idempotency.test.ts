import { ConflictError, NotFoundError, newId, silentLogger } from '@nexus/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpApp } from './http-app.ts';
import { createTestHttpApp, memoryIdempotencyStore } from './testing.ts';

let app: HttpApp;
let made: string[];
let hold: Promise<void>;
let revoked: boolean;

beforeEach(async () => {
  made = [];
  revoked = false;
  hold = Promise.resolve();
  app = await createTestHttpApp({ ana: { personId: newId() }, boris: { personId: newId() } });
  const schema = {
    summary: 's',
    tags: ['t'],
    body: z.object({ name: z.string() }),
    response: { 201: z.object({ id: z.string(), name: z.string() }) },
  };
  app.post(
    '/things',
    { config: { access: 'session', idempotent: true }, schema: { ...schema, operationId: 'make' } },
    async (request, reply) => {
      const { name } = request.body;
      await hold;
      if (name === 'taken') throw new ConflictError('There is one already.');
      if (name === 'broken') throw new Error('no');
      made.push(name);
      reply.code(201).header('location', `/things/${made.length}`);
      return { id: newId(), name };
    },
  );
  app.post(
    '/secrets',
    {
      config: {
        access: 'session',
        idempotent: true,
        replay: async (request, id) => {
          if (revoked) throw new NotFoundError('gone');
          return { id, name: `${request.actor.kind} again` };
        },
      },
      schema: { ...schema, operationId: 'secret' },
    },
    async (request, reply) => {
      made.push(request.body.name);
      return reply.code(201).send({ id: 'the-id', name: request.body.name });
    },
  );
  app.post(
    '/plain',
    { config: { access: 'session' }, schema: { ...schema, operationId: 'plain' } },
    async (request, reply) => {
      made.push(request.body.name);
      return reply.code(201).send({ id: newId(), name: request.body.name });
    },
  );
  await app.ready();
});

afterEach(() => app.close());

const send = (key: string | null, name: string, person = 'ana', url: '/things' | '/plain' | '/secrets' = '/things') =>
  app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${person}`, ...(key === null ? {} : { 'idempotency-key': key }) },
    payload: { name },
  });

test('what depends on rights is made anew for a repeated request, and nothing of it is kept', async () => {
  expect((await send('key-00009', 'the secret', 'ana', '/secrets')).json()).toEqual({
    id: 'the-id',
    name: 'the secret',
  });
  const again = await send('key-00009', 'the secret', 'ana', '/secrets');
  expect([again.statusCode, again.json()]).toEqual([201, { id: 'the-id', name: 'person again' }]);
  revoked = true;
  const later = await send('key-00009', 'the secret', 'ana', '/secrets');
  expect(later.statusCode).toBe(404);
  expect(later.body).not.toContain('secret');
  expect(made).toEqual(['the secret']);
});

test('the same request with the same key is done once and answered twice', async () => {
  const first = await send('key-00001', 'one');
  const second = await send('key-00001', 'one');
  expect(made).toEqual(['one']);
  expect(second.statusCode).toBe(201);
  expect(second.body).toBe(first.body);
  expect(second.headers['location']).toBe('/things/1');
  expect(second.headers['content-type']).toBe(first.headers['content-type']);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect(second.headers['idempotency-replayed']).toBe('true');
});

test('the same key with another body is 422, and with another person a request of its own', async () => {
  await send('key-00001', 'one');
  expect((await send('key-00001', 'two')).json()).toMatchObject({
    status: 422,
    code: 'request.idempotency_key_reused',
  });
  expect((await send('key-00001', 'two', 'boris')).statusCode).toBe(201);
  expect(made).toEqual(['one', 'two']);
});

test('a repeat while the first is running is 409', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  const first = send('key-00001', 'one');
  await new Promise((done) => setTimeout(done, 30));
  expect((await send('key-00001', 'one')).json()).toMatchObject({
    status: 409,
    code: 'request.idempotency_key_in_use',
  });
  resolve();
  expect((await first).statusCode).toBe(201);
  expect(made).toEqual(['one']);
});

test.each(['taken', 'broken'])('a request that ended as %s frees its key', async (name) => {
  expect((await send('key-00001', name)).statusCode).toBeGreaterThanOrEqual(400);
  expect((await send('key-00001', 'other')).statusCode).toBe(201);
});

test('a key that is not one is 400, and a wrong body does not take the key', async () => {
  expect((await send('short', 'one')).json().errors).toMatchObject([{ path: 'headers/idempotency-key' }]);
  expect((await send('spaces are not taken', 'one')).statusCode).toBe(400);
  const headers = { authorization: 'Bearer ana', 'idempotency-key': 'key-00002' };
  expect((await app.inject({ method: 'POST', url: '/things', headers, payload: {} })).statusCode).toBe(400);
  expect((await send('key-00002', 'one')).statusCode).toBe(201);
});

test('a store that fails at the end does not hide what was done', async () => {
  const store = { ...memoryIdempotencyStore(), finish: () => Promise.reject(new Error('database gone')) };
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => void errors.push(message) };
  const failing = await createTestHttpApp({ ana: { personId: newId() } }, { idempotency: store, logger });
  const schema = { operationId: 'x', summary: 'x', tags: ['x'], response: { 201: z.object({ ok: z.boolean() }) } };
  failing.post('/x', { config: { access: 'session', idempotent: true }, schema }, async (_, reply) =>
    reply.code(201).send({ ok: true }),
  );
  const headers = { authorization: 'Bearer ana', 'idempotency-key': 'key-00001' };
  expect((await failing.inject({ method: 'POST', url: '/x', headers })).statusCode).toBe(201);
  expect(errors).toEqual(['an idempotency key could not be settled']);
  await failing.close();
});

test('without a key, and on routes that take none, every request counts', async () => {
  await send(null, 'one');
  await send(null, 'one');
  await send('key-00001', 'one', 'ana', '/plain');
  await send('key-00001', 'one', 'ana', '/plain');
  expect(made).toHaveLength(4);
});
