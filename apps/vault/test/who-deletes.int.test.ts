import { newId } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openWorldVault, type WorldVault } from './leaks/world-vault.ts';

// What the program forbids, the database forbids by itself: here it is asked past the program.

let vault: WorldVault;
let spaceId: string;
const analysts: Record<'alba' | 'bruno', { client: Client; personId: string }> = {} as never;

beforeAll(async () => {
  vault = await openWorldVault();
  spaceId = (JSON.parse((await vault.admin('POST', '/spaces', { name: 'Obra' })).text) as { id: string }).id;
  for (const name of ['alba', 'bruno'] as const) {
    analysts[name] = await vault.invite(`${name}@example.org`);
    const { personId } = analysts[name];
    await vault.admin('POST', `/spaces/${spaceId}/members`, { personId, role: 'analyst' });
  }
});
afterAll(() => vault?.close());

async function uploadAs(client: Client, path: string): Promise<string> {
  const reply = await vault.upload(client, spaceId, path, `Texto de ${path.slice(path.lastIndexOf('/') + 1)}.`);
  await vault.readWaiting();
  return (JSON.parse(reply.text) as { files: { documentId: string }[] }).files[0]!.documentId;
}

/** Marks a document as going, as somebody's own statement would. */
const markAs = (personId: string, documentId: string) =>
  vault.db.database.withActor({ kind: 'person', personId, sessionId: newId() }, async (tx) => {
    const { numAffectedRows } = await sql`update documents set state = 'deleting' where id = ${documentId}`.execute(tx);
    return Number(numAffectedRows);
  });

test('an analyst makes their own document go, and nobody else’s', async () => {
  const { alba, bruno } = analysts;
  const documentId = await uploadAs(bruno.client, 'de-bruno.txt');
  await expect(markAs(alba.personId, documentId)).rejects.toMatchObject({ status: 403 });
  expect(await markAs(bruno.personId, documentId)).toBe(1);
});

test('an owner makes any go', async () => {
  expect(await markAs(vault.adminId, await uploadAs(analysts.alba.client, 'de-alba.txt'))).toBe(1);
});

test('a document of somebody else goes with the last of its places when that is one’s own', async () => {
  const { alba, bruno } = analysts;
  const documentId = await uploadAs(bruno.client, 'uno/acta.txt');
  expect(await uploadAs(alba.client, 'dos/acta.txt')).toBe(documentId);
  await expect(markAs(alba.personId, documentId)).rejects.toMatchObject({ status: 403 });
  const places = await vault.db.asOwner<{ id: string; own: boolean }>(
    'select id, created_by = $2 as own from document_places where document_id = $1',
    [documentId, bruno.personId],
  );
  const placeOf = (isBrunos: boolean) => places.find(({ own }) => own === isBrunos)!.id;
  const remove = (client: Client, placeId: string) => client('DELETE', `/documents/${documentId}/places/${placeId}`);
  expect((await remove(bruno.client, placeOf(true))).status).toBeLessThan(300);
  expect((await remove(alba.client, placeOf(false))).status).toBeLessThan(300);
  expect((await alba.client('GET', `/documents/${documentId}`)).status).toBe(404);
});

test('what was attached goes along with its mail, though nobody in particular brought it in', async () => {
  const { alba } = analysts;
  const [mailId, attachedId] = [await uploadAs(alba.client, 'correo.txt'), await uploadAs(alba.client, 'anexo.txt')];
  for (const table of ['documents', 'document_places'])
    await vault.db.asOwner(
      `update ${table} set parent_document_id = $1, created_by = null where ${table === 'documents' ? 'id' : 'document_id'} = $2`,
      [mailId, attachedId],
    );
  await expect(markAs(alba.personId, attachedId)).rejects.toMatchObject({ status: 403 });
  expect((await alba.client('DELETE', `/documents/${mailId}`)).status).toBeLessThan(300);
  expect((await alba.client('GET', `/documents/${attachedId}`)).status).toBe(404);
});
