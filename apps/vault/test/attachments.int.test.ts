import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { mail, nestedMail } from './hostile-files.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Document = {
  id: string;
  fileName: string;
  parentDocumentId: string | null;
  state: string;
  reason: { code: string } | null;
  warnings: string[];
};

let vault: VaultFixture;
let admin: ApiClient;

beforeAll(async () => {
  vault = await startTestVault();
  admin = vault.admin;
});
afterAll(() => vault?.close());

const newSpace = async (name: string) => (await admin.post<{ id: string }>('/spaces', { name })).id;
const list = async (spaceId: string) =>
  (await admin.get<{ items: Document[] }>(`/spaces/${spaceId}/documents?limit=200`)).items;
const hits = async (spaceId: string, text: string) =>
  (await admin.post<{ hits: { text: string }[] }>('/search', { text, spaceIds: [spaceId] })).hits.map(
    (hit) => hit.text,
  );

test('mail in mail in mail is read down to the limit; what lies deeper is kept and says why it was not read', {
  timeout: 300_000,
}, async () => {
  const spaceId = await newSpace('Correo hondo');
  await admin.upload(spaceId, 'hondo.eml', new Blob([nestedMail(12, 'La clave del fondo es granate.')]));
  const counts = await readAll(admin, spaceId, 280_000);
  expect(counts).toMatchObject({ ready: 9, failed: 1 });
  const documents = await list(spaceId);
  const [deep, ...others] = documents.filter(({ state }) => state === 'failed');
  expect(others).toEqual([]);
  expect(deep).toMatchObject({ fileName: 'nivel-9.eml', reason: { code: 'too_deep' } });
  expect(deep?.parentDocumentId).toBe(documents.find(({ fileName }) => fileName === 'nivel-8.eml')?.id);
  expect((await hits(spaceId, 'Reenvío')).length).toBeGreaterThan(5);
  expect(await hits(spaceId, 'granate')).toEqual([]);
});

test('every attachment is a document below its mail, also when two have one name', { timeout: 300_000 }, async () => {
  const spaceId = await newSpace('Dos del mismo nombre');
  const note = (content: string) => ({ name: 'nota.txt', type: 'text/plain', content });
  const letter = mail('Dos notas', 'Van dos notas.', [note('El canon es cobalto.'), note('El canon es magenta.')]);
  const { documentId } = await admin.upload(spaceId, 'carta.eml', new Blob([letter]));
  await readAll(admin, spaceId);
  const children = (await list(spaceId)).filter(({ parentDocumentId }) => parentDocumentId === documentId);
  expect(children.map(({ fileName, state }) => `${fileName} ${state}`).sort()).toEqual([
    'nota (2).txt ready',
    'nota.txt ready',
  ]);
  expect(await hits(spaceId, 'cobalto')).toEqual(['El canon es cobalto.']);
  expect(await hits(spaceId, 'magenta')).toEqual(['El canon es magenta.']);

  await admin.remove(`/documents/${documentId}`);
  expect(await list(spaceId)).toEqual([]);
  expect(await hits(spaceId, 'cobalto')).toEqual([]);
});

test('a new version of a mail takes the attachments along that it no longer carries', {
  timeout: 300_000,
}, async () => {
  const spaceId = await newSpace('Correo corregido');
  const part = (name: string, content: string) => ({ name, type: 'text/plain', content });
  const first = mail('Ofertas', 'Van las ofertas.', [
    part('oferta-a.txt', 'La oferta bermellón sube a 10 euros.'),
    part('oferta-b.txt', 'La oferta turquesa sube a 20 euros.'),
  ]);
  const second = mail('Ofertas', 'Va la oferta buena, perdón.', [
    part('oferta-b.txt', 'La oferta turquesa sube a 30 euros.'),
  ]);
  const { documentId } = await admin.upload(spaceId, 'ofertas.eml', new Blob([first]));
  await readAll(admin, spaceId);
  expect(await hits(spaceId, 'bermellón')).not.toEqual([]);
  expect(await admin.upload(spaceId, 'ofertas.eml', new Blob([second]))).toMatchObject({
    outcome: 'version',
    documentId,
  });
  await readAll(admin, spaceId);
  expect((await list(spaceId)).map(({ fileName }) => fileName).sort()).toEqual(['oferta-b.txt', 'ofertas.eml']);
  expect(await hits(spaceId, 'bermellón')).toEqual([]);
  expect(await hits(spaceId, 'turquesa')).toEqual(['La oferta turquesa sube a 30 euros.']);
});

test('attachments of no sane name are taken in under one', { timeout: 300_000 }, async () => {
  const spaceId = await newSpace('Nombres raros');
  const names = ['..', '../../etc/passwd', 'gnp.\u202etxt', `${'ñ'.repeat(200)}.txt`];
  const parts = names.map((name, n) => ({ name, type: 'text/plain', content: `Contenido raro ${n}.` }));
  await admin.upload(spaceId, 'raros.eml', new Blob([mail('raros', 'Van nombres raros.', parts)]));
  expect(await readAll(admin, spaceId)).toMatchObject({ ready: names.length + 1, failed: 0 });
  for (const { fileName } of await list(spaceId)) expect(fileName).not.toMatch(/[/\\\u202e]|^\.+$/);
});

test('a mail that is deleted while it is being read leaves nothing behind', { timeout: 300_000 }, async () => {
  const spaceId = await newSpace('Borrado en plena lectura');
  for (let round = 0; round < 4; round += 1) {
    const parts = Array.from({ length: 40 }, (_, n) => {
      return { name: `pieza-${n}.txt`, type: 'text/plain', content: `Pieza fugaz ${round}-${n} de la carta.` };
    });
    const { documentId } = await admin.upload(
      spaceId,
      `carta-${round}.eml`,
      new Blob([mail('Muchas piezas', `Ronda ${round}.`, parts)]),
    );
    for (let n = 0; n < 400 && (await list(spaceId)).length < 2 + round * 5; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await admin.remove(`/documents/${documentId}`);
  }
  await readAll(admin, spaceId);
  expect(await list(spaceId)).toEqual([]);
  expect(await hits(spaceId, 'pieza')).toEqual([]);
});
