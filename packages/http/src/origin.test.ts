import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpApp } from './http-app.ts';
import { createTestHttpApp } from './testing.ts';

let app: HttpApp;

beforeAll(async () => {
  app = await createTestHttpApp({ 'ana-token': { personId: newId() } }, { trustedHosts: ['vault.example.org'] });
  const schema = { summary: 's', tags: ['t'], response: { 200: z.object({ ok: z.boolean() }) } };
  for (const access of ['public', 'session'] as const) {
    app.post(`/${access}`, { config: { access }, schema: { ...schema, operationId: `post-${access}` } }, async () => ({
      ok: true,
    }));
    app.get(`/${access}`, { config: { access }, schema: { ...schema, operationId: `get-${access}` } }, async () => ({
      ok: true,
    }));
  }
  await app.ready();
});

afterAll(() => app.close());

const statusOf = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>) =>
  (await app.inject({ method, url, headers: { host: 'localhost:8080', ...headers } })).statusCode;

test.each([
  ['localhost', 200],
  ['localhost:8080', 200],
  ['127.0.0.1:1', 200],
  ['[::1]:8080', 200],
  ['VAULT.example.org:443', 200],
  ['evil.example.org', 421],
  ['localhost.evil.example.org', 421],
  ['127.0.0.1.evil.example.org:80', 421],
  ['evil.example.org:localhost', 421],
])('Host %j is answered with %i', async (host, status) => {
  expect(await statusOf('GET', '/public', { host })).toBe(status);
});

const cookie = 'nexus_session=ana-token';

test.each([
  ['its own page', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }, 200],
  ['an older browser on its own page', { origin: 'http://localhost:8080' }, 200],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.org' }, 403],
  ['a sister host', { 'sec-fetch-site': 'same-site' }, 403],
  ['another port of this host', { origin: 'http://localhost:9999' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  ['nobody knows where', {}, 403],
])('a change with a cookie from %s', async (_, headers, status) => {
  expect(await statusOf('POST', '/session', { cookie, ...headers })).toBe(status);
});

test('a cookie is enough to read', async () => {
  expect(await statusOf('GET', '/session', { cookie })).toBe(200);
});

test('a token in Authorization needs no origin, and wins over a cookie', async () => {
  expect(await statusOf('POST', '/session', { authorization: 'Bearer ana-token' })).toBe(200);
  expect(await statusOf('POST', '/session', { authorization: 'Bearer wrong', cookie })).toBe(401);
});

test('public changes (signing in) refuse other sites, and take programs', async () => {
  expect(await statusOf('POST', '/public', {})).toBe(200);
  expect(await statusOf('POST', '/public', { origin: 'https://evil.example.org' })).toBe(403);
  expect(await statusOf('POST', '/public', { 'sec-fetch-site': 'cross-site' })).toBe(403);
});
