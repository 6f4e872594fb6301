import { everyRoute, type HttpApp } from '@nexus/http';
import { type OpenApiDocument, openApiFaults } from '@nexus/http/testing';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { createVaultApp } from '../src/vault-app.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
let app: HttpApp;
let stranger: ApiClient;
let ids: Record<string, string>;

const route = (url: string) =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? '00000000-0000-7000-8000-00000000dead');

beforeAll(async () => {
  vault = await startTestVault();
  app = await createVaultApp(vault.running.vault, readConfig({}, '/'), silentLogger);
  await app.ready();
  const { admin } = vault;
  const space = await admin.post<{ id: string }>('/spaces', { name: 'Ajeno' });
  const { documentId } = await admin.upload(space.id, 'a.txt', new Blob(['El canon de riego es de 40 euros.']));
  await readAll(admin, space.id);
  const answer = await admin.post<{ id: string; conversationId: string; citations: { id: string }[] }>('/questions', {
    text: '¿Cuál es el canon de riego?',
  });
  const me = await admin.get<{ id: string }>('/me');
  ids = {
    spaceId: space.id,
    documentId,
    questionId: answer.id,
    conversationId: answer.conversationId,
    citationId: answer.citations[0]?.id ?? '',
    personId: me.id,
    role: 'auditor',
  };
  stranger = (await vault.invite('otra@example.org')).client;
});
afterAll(async () => {
  await app?.close();
  await vault?.close();
});

test('every route that is not public answers 401 without a session', async () => {
  const guarded = everyRoute(app).filter(({ access }) => access === 'session');
  expect(guarded.length).toBeGreaterThan(40);
  for (const { method, url } of guarded) {
    const response = await app.inject({ method: method as 'GET', url: route(url), headers: { host: 'localhost' } });
    expect({ method, url, status: response.statusCode }).toEqual({ method, url, status: 401 });
    expect(response.headers['content-type']).toContain('application/problem+json');
  }
});

test('every route that names a thing of another person hides that it exists', async () => {
  const bodies: Record<string, object> = {
    '/api/v1/spaces/:spaceId': { name: 'Mío' },
    '/api/v1/conversations/:conversationId': { title: 'Mía' },
    '/api/v1/questions/:questionId/feedback': { verdict: 'wrong' },
    '/api/v1/spaces/:spaceId/members': { personId: ids['personId'], role: 'reader' },
    '/api/v1/spaces/:spaceId/members/:personId': { role: 'reader' },
    '/api/v1/spaces/:spaceId/watched-folders': { path: '/srv' },
    '/api/v1/documents/:documentId/label': { labelId: '00000000-0000-7000-8000-000000000001' },
    '/api/v1/spaces/:spaceId/uploads': { path: 'a.pdf', sizeBytes: 1 },
  };
  const foreign = everyRoute(app).filter(
    ({ url, access, upload }) =>
      access === 'session' && !upload && /:(space|document|question|conversation)Id/.test(url),
  );
  expect(foreign.length).toBeGreaterThan(15);
  for (const { method, url, roles } of foreign) {
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? bodies[url] : undefined;
    const status = await stranger
      .send(method, route(url).replace('/api/v1', ''), {
        headers: { 'if-match': '"v1"', ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      .then(
        (response) => response.status,
        (error: { status?: number }) => error.status,
      );
    // Where a duty is asked for, whoever has none is told so before anything is looked up, whatever they name.
    const wanted = roles === null ? 404 : 403;
    expect({ method, url, status }).toEqual({ method, url, status: wanted });
  }
});

test('the API describes itself as OpenAPI 3.0.3, with an operation for every route', async () => {
  const response = await app.inject({ url: '/api/v1/openapi.json', headers: { host: 'localhost' } });
  const document = response.json() as OpenApiDocument;
  expect(openApiFaults(document)).toEqual([]);
  const operations = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  const described = everyRoute(app).filter(({ url }) => url.startsWith('/api/v1/') && !url.endsWith('/openapi.json'));
  expect(operations).toHaveLength(described.length);
  expect(operations).toEqual(
    expect.arrayContaining(['askQuestion', 'uploadDocuments', 'search', 'createSpace', 'rebuildIndex']),
  );
});

test('an administrator rebuilds the index, and answers are the same afterwards', { timeout: 300_000 }, async () => {
  const { admin } = vault;
  const before = await admin.post<{ hits: object[] }>('/search', { text: 'canon de riego' });
  await expect(stranger.post('/index/rebuilds')).rejects.toMatchObject({ status: 403 });
  await admin.post('/index/rebuilds');
  type Rebuild = { state: string; passagesDone: number; passagesTotal: number };
  const state = async () => (await admin.get<{ items: Rebuild[] }>('/index/rebuilds')).items[0];
  await expect.poll(state, { timeout: 200_000 }).toMatchObject({ state: 'done', passagesDone: 1, passagesTotal: 1 });
  const after = await admin.post<{ hits: object[] }>('/search', { text: 'canon de riego' });
  expect(after.hits).toEqual(before.hits);
  expect(after.hits.length).toBe(1);
});
