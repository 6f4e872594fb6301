import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
beforeAll(async () => {
  vault = await startTestVault();
});
afterAll(() => vault?.close());

test('a citation, a list and a document show the whole path of folders', async () => {
  const { admin } = vault;
  const space = await admin.post<{ id: string }>('/spaces', { name: 'Carpetas' });
  const text = new Blob(['El plazo de la garantía grunela es de doce meses.']);
  const { documentId } = await admin.upload(space.id, 'obra/actas/2024/plazo.txt', text);
  await readAll(admin, space.id);
  const answer = await admin.post<{ citations: { source: { folderPath: string } }[] }>('/questions', {
    text: '¿Cuál es el plazo de la garantía grunela?',
  });
  expect(answer.citations[0]?.source.folderPath).toBe('obra/actas/2024');
  const listed = await admin.get<{ items: { folderPath: string }[] }>(`/spaces/${space.id}/documents`);
  expect(listed.items.map(({ folderPath }) => folderPath)).toEqual(['obra/actas/2024']);
  expect(await admin.get(`/documents/${documentId}`)).toMatchObject({ folderPath: 'obra/actas/2024' });
});
