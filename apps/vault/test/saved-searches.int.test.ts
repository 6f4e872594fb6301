import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Saved = { id: string; text: string; spaceId: string | null; watched: boolean };

let vault: VaultFixture;
let admin: ApiClient;
let spaceId: string;

const save = (text: string, more: object = {}) => admin.post<Saved>('/saved-searches', { text, ...more });
const news = async (id: string, client: ApiClient = admin) =>
  (await client.get<{ hits: { fileName: string; text: string }[] }>(`/saved-searches/${id}/news`)).hits.map(
    (hit) => hit.fileName,
  );
async function add(name: string, text: string): Promise<string> {
  const { documentId } = await admin.upload(spaceId, name, new Blob([text]));
  await readAll(admin, spaceId);
  return documentId;
}

beforeAll(async () => {
  vault = await startTestVault();
  admin = vault.admin;
  spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Puente' })).id;
  await add('aval.txt', 'El aval del puente venció en marzo.');
});
afterAll(() => vault?.close());

describe('a saved search', () => {
  test('is kept with its space, listed newest first, and gone when deleted', async () => {
    const first = await save('aval "en marzo"', { spaceId });
    const second = await save('penalidad');
    const { items } = await admin.get<{ items: Saved[] }>('/saved-searches');
    expect(items.map(({ id, text, spaceId: inSpace, watched }) => [id, text, inSpace, watched])).toEqual([
      [second.id, 'penalidad', null, false],
      [first.id, 'aval "en marzo"', spaceId, false],
    ]);
    expect(await news(first.id)).toEqual([]);
    await admin.remove(`/saved-searches/${first.id}`);
    await expect(news(first.id)).rejects.toMatchObject({ status: 404 });
  });

  test('leaves no word of itself in the log', async () => {
    await save('zarzamora');
    await vault.running.vault.audit.sequencer.sequenceOnce();
    const { items } = await admin.get<{ items: { action: string }[] }>('/audit/entries?limit=100');
    expect(items.map(({ action }) => action)).toContain('saved_search.created');
    expect(JSON.stringify(items)).not.toContain('zarzamora');
  });
});

describe('a watch', () => {
  test('tells of new documents that hold every word, and of no others, until they were seen', async () => {
    const { id } = await save('aval puente', { watched: true, spaceId });
    expect(await news(id)).toEqual([]);
    await add('solo-aval.txt', 'Un aval de otra obra.');
    await add('nuevo.txt', 'Se renueva el aval del puente por un año.');
    expect(await news(id)).toEqual(['nuevo.txt']);
    await admin.post(`/saved-searches/${id}/seen`);
    expect(await news(id)).toEqual([]);
  });

  test('tells of a new version of a document that it knows', async () => {
    const { id } = await save('aval puente', { watched: true });
    await add('aval.txt', 'El aval del puente se prorroga hasta junio.');
    expect(await news(id)).toEqual(['aval.txt']);
  });

  test('waits for a word that no document has yet', async () => {
    const { id } = await save('zarzaparrilla', { watched: true });
    expect(await news(id)).toEqual([]);
    await add('planta.txt', 'Junto al estribo crece la zarzaparrilla.');
    expect(await news(id)).toEqual(['planta.txt']);
  });

  test('begins anew when it is turned on again', async () => {
    const { id } = await save('hormigón', { watched: true });
    await admin.put(`/saved-searches/${id}/watch`, { watched: false });
    await add('hormigon.txt', 'El hormigón llegó el martes.');
    expect(await news(id)).toEqual([]);
    await admin.put(`/saved-searches/${id}/watch`, { watched: true });
    expect(await news(id)).toEqual([]);
  });

  test('is its person’s own and finds only what they may read', async () => {
    const { client: other } = await vault.invite('berta@example.org');
    const { id } = await save('aval', { watched: true });
    await expect(news(id, other)).rejects.toMatchObject({ status: 404 });
    await expect(other.remove(`/saved-searches/${id}`)).rejects.toMatchObject({ status: 404 });
    await expect(vault.anonymous.get('/saved-searches')).rejects.toMatchObject({ status: 401 });
    const theirs = await other.post<Saved>('/saved-searches', { text: 'aval puente', watched: true });
    await add('tercero.txt', 'El aval del puente, otra vez.');
    expect(await news(theirs.id, other)).toEqual([]);
  });
});
