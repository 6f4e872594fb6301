import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { mail } from './hostile-files.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Place = {
  id: string;
  folderId: string | null;
  folderPath: string;
  fileName: string;
  isMain: boolean;
  parentDocumentId: string | null;
};
type Document = { id: string; fileName: string; folderPath: string; folderId: string | null; places: Place[] };

let vault: VaultFixture;
let admin: ApiClient;

beforeAll(async () => {
  vault = await startTestVault();
  admin = vault.admin;
});
afterAll(() => vault?.close());

const newSpace = async (name: string) => (await admin.post<{ id: string }>('/spaces', { name })).id;
const put = (spaceId: string, path: string, text: string) => admin.upload(spaceId, path, new Blob([text]));
const get = (documentId: string) => admin.get<Document>(`/documents/${documentId}`);
const list = async (spaceId: string, query = '') =>
  (await admin.get<{ items: Document[] }>(`/spaces/${spaceId}/documents?limit=200${query}`)).items;
const hits = async (spaceId: string, text: string) =>
  (await admin.post<{ hits: { text: string }[] }>('/search', { text, spaceIds: [spaceId] })).hits.map(
    (hit) => hit.text,
  );
const pathOf = ({ folderPath, fileName }: Pick<Place, 'folderPath' | 'fileName'>) =>
  [folderPath, fileName].filter(Boolean).join('/');
const pathsOf = async (documentId: string) => (await get(documentId)).places.map(pathOf);
const text = 'La fianza escarlata asciende a 9.000 euros.';

test('the same bytes at other paths are one document with many places, and the last place takes it along', {
  timeout: 300_000,
}, async () => {
  const spaceId = await newSpace('Un documento, tres lugares');
  const first = await put(spaceId, 'contratos/fianza.txt', text);
  expect(first).toMatchObject({ outcome: 'created' });
  await readAll(admin, spaceId);
  const again = { documentId: first.documentId, versionId: first.versionId };
  expect(await put(spaceId, 'archivo/2024/copia.txt', text)).toEqual({
    fileName: 'copia.txt',
    ...again,
    outcome: 'place',
  });
  expect(await put(spaceId, 'fianza.txt', text)).toMatchObject({ ...again, outcome: 'place' });
  expect(await put(spaceId, 'archivo/2024/copia.txt', text)).toMatchObject({ ...again, outcome: 'duplicate' });
  expect(await pathsOf(first.documentId)).toEqual(['contratos/fianza.txt', 'archivo/2024/copia.txt', 'fianza.txt']);
  expect((await list(spaceId)).map(pathOf)).toEqual(['contratos/fianza.txt']);
  expect(await hits(spaceId, 'escarlata')).toEqual([text]);

  // Every folder that it lies in lists it.
  const [main, copy, root] = (await get(first.documentId)).places as [Place, Place, Place];
  expect(main.isMain && !copy.isMain && !root.isMain).toBe(true);
  const { folderId } = (await get(first.documentId)) as { folderId: string };
  expect((await list(spaceId, `&folderId=${folderId}`)).length).toBe(1);

  await readAll(admin, spaceId);
  expect(await hits(spaceId, 'escarlata carpeta:contratos')).toEqual([text]);
  expect(await hits(spaceId, 'escarlata carpeta:2024')).toEqual([text]);
  expect(await hits(spaceId, 'escarlata carpeta:otra')).toEqual([]);
  const asked = { text: '¿A cuánto asciende la fianza escarlata?', spaceIds: [spaceId] };
  const askIn = async (id: string | null) =>
    (await admin.post<{ outcome: string }>('/questions', { ...asked, filters: { folderIds: [id] } })).outcome;
  expect(await askIn(folderId)).toBe('answered');
  expect(await askIn(copy.folderId)).toBe('answered');

  await admin.remove(`/documents/${first.documentId}/places/${main.id}`);
  expect(await pathsOf(first.documentId)).toEqual(['archivo/2024/copia.txt', 'fianza.txt']);
  expect(pathOf((await list(spaceId))[0]!)).toBe('archivo/2024/copia.txt');
  expect(await list(spaceId, `&folderId=${folderId}`)).toEqual([]);
  // A repeated request finds nothing to take away.
  await expect(admin.remove(`/documents/${first.documentId}/places/${main.id}`)).rejects.toMatchObject({
    status: 404,
    code: 'documents.place_not_found',
  });
  await readAll(admin, spaceId);
  expect(await hits(spaceId, 'escarlata carpeta:2024')).toEqual([text]);
  expect(await hits(spaceId, 'escarlata carpeta:contratos')).toEqual([]);
  expect(await askIn(folderId)).not.toBe('answered');

  await admin.remove(`/documents/${first.documentId}/places/${copy.id}`);
  await readAll(admin, spaceId);
  expect(await hits(spaceId, 'escarlata carpeta:2024')).toEqual([]);
  expect(await hits(spaceId, 'escarlata')).toEqual([text]);
  await admin.remove(`/documents/${first.documentId}/places/${root.id}`);
  await expect(get(first.documentId)).rejects.toMatchObject({ status: 404 });
  expect(await hits(spaceId, 'escarlata')).toEqual([]);
  expect(await put(spaceId, 'fianza.txt', text)).toMatchObject({ outcome: 'created' });
});

test('other bytes at one of several places become a document of their own; at the only place, a version', {
  timeout: 300_000,
}, async () => {
  const spaceId = await newSpace('Copias que se separan');
  const { documentId } = await put(spaceId, 'a.txt', text);
  await put(spaceId, 'b.txt', text);
  const changed = 'La fianza escarlata asciende a 7.000 euros.';
  const apart = await put(spaceId, 'a.txt', changed);
  expect(apart).toMatchObject({ outcome: 'created' });
  expect(await pathsOf(documentId)).toEqual(['b.txt']);
  expect(await put(spaceId, 'b.txt', `${text} Firmado.`)).toMatchObject({ outcome: 'version', documentId });
  // Back to what lies at the other place: a version again, for a file that was one does not vanish into another.
  expect(await put(spaceId, 'b.txt', changed)).toMatchObject({ outcome: 'version', documentId });
  await readAll(admin, spaceId);
  expect((await list(spaceId)).map(pathOf).sort()).toEqual(['a.txt', 'b.txt']);
  expect(await hits(spaceId, 'escarlata')).toEqual([changed, changed]);
});

test('files of one request that have the same bytes, or the same path, meet as they would one by one', {
  timeout: 300_000,
}, async () => {
  const spaceId = await newSpace('Todo en un envío');
  const form = new FormData();
  const files = [
    ['uno.txt', 'Un canon ocre.'],
    ['dos/uno.txt', 'Un canon ocre.'],
    ['uno.txt', 'Un canon ocre.'],
    ['tres.txt', 'Un canon malva.'],
    ['tres.txt', 'Un canon malva y ocre.'],
  ] as const;
  for (const [path, content] of files) {
    form.append('path', path);
    form.append('file', new Blob([content]), path.slice(path.lastIndexOf('/') + 1));
  }
  const response = await admin.send('POST', `/spaces/${spaceId}/documents`, { body: form });
  const { files: answers } = (await response.json()) as {
    files: { fileName: string; outcome: string; documentId: string }[];
  };
  expect(answers.map(({ fileName, outcome }) => `${fileName} ${outcome}`)).toEqual([
    'uno.txt created',
    'uno.txt place',
    'uno.txt duplicate',
    'tres.txt created',
    'tres.txt version',
  ]);
  await readAll(admin, spaceId);
  expect(await pathsOf(answers[0]!.documentId)).toEqual(['uno.txt', 'dos/uno.txt']);
  expect((await hits(spaceId, 'canon')).sort()).toEqual(['Un canon malva y ocre.', 'Un canon ocre.']);
});

test('an attachment that also lies elsewhere outlives its mail, and goes with the last mail that carries it', {
  timeout: 300_000,
}, async () => {
  const spaceId = await newSpace('Adjuntos compartidos');
  const part = { name: 'pliego.txt', type: 'text/plain', content: 'El pliego turquesa fija 30 días.' };
  const send = (name: string) => admin.upload(spaceId, `${name}.eml`, new Blob([mail(name, `Va ${name}.`, [part])]));
  const [mailA, mailB] = [await send('carta a'), await send('carta b')];
  await readAll(admin, spaceId);
  const documents = await list(spaceId);
  const attachment = documents.find(({ fileName }) => fileName === 'pliego.txt')!;
  expect(documents.length).toBe(3);
  const parents = async () => (await get(attachment.id)).places.map(({ parentDocumentId }) => parentDocumentId);
  expect((await parents()).sort()).toEqual([mailA.documentId, mailB.documentId].sort());

  const [first] = await parents();
  await admin.remove(`/documents/${first}`);
  const other = [mailA.documentId, mailB.documentId].find((id) => id !== first)!;
  expect(await parents()).toEqual([other]);
  expect(await hits(spaceId, 'turquesa')).toEqual([part.content]);
  await admin.remove(`/documents/${other}`);
  expect(await list(spaceId)).toEqual([]);
  expect(await hits(spaceId, 'turquesa')).toEqual([]);
});

test('who may not change a space takes nothing away from its places', { timeout: 300_000 }, async () => {
  const spaceId = await newSpace('Lugares guardados');
  const { documentId } = await put(spaceId, 'uno.txt', text);
  await put(spaceId, 'dos.txt', text);
  const [place] = (await get(documentId)).places;
  const path = `/documents/${documentId}/places/${place!.id}`;
  await expect(vault.anonymous.remove(path)).rejects.toMatchObject({ status: 401 });
  const { client, personId } = await vault.invite('rosa@example.org');
  await expect(client.remove(path)).rejects.toMatchObject({ status: 404 });
  await admin.post(`/spaces/${spaceId}/members`, { personId, role: 'analyst' });
  // An analyst takes away what she brought herself.
  await expect(client.remove(path)).rejects.toMatchObject({ status: 403 });
  expect(await client.upload(spaceId, 'tres.txt', new Blob([text]))).toMatchObject({ outcome: 'place', documentId });
  const own = (await get(documentId)).places.find(({ fileName }) => fileName === 'tres.txt');
  await client.remove(`/documents/${documentId}/places/${own!.id}`);
  expect((await pathsOf(documentId)).sort()).toEqual(['dos.txt', 'uno.txt']);
});
