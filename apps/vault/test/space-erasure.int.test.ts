import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isGenuine } from '@nexus/keys';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownerClient } from './owner-client.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

type Erasure = { id: string; state: string };
type Certificate = Parameters<typeof isGenuine>[0] & { text: string };

let vault: VaultFixture;
let second: Awaited<ReturnType<VaultFixture['invite']>>;
let owner: pg.Client;
let spaceId: string;
let otherId: string;

const erasures = async () => (await vault.admin.get<{ items: Erasure[] }>('/keys/erasures')).items;
const blobs = async () =>
  (await readdir(join(vault.dataDir, 'blobs/blobs'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length;

beforeAll(async () => {
  vault = await startTestVault({ NEXUS_ERASURE_DAYS: '0' });
  owner = await ownerClient(vault.dataDir);
  second = await vault.invite('luz@example.org');
  await owner.query(`insert into person_roles (person_id, role, granted_at) values ($1, 'officer', now())`, [
    second.personId,
  ]);
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Caso cerrado' })).id;
  otherId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Caso abierto' })).id;
  for (const id of [spaceId, otherId]) {
    for (let n = 0; n < 3; n += 1)
      await vault.admin.upload(id, `acta-${n}.txt`, new Blob([`El acta ${n} fija una fianza de ${n + 2}.000 euros.`]));
    await readAll(vault.admin, id);
  }
  await vault.admin.post('/questions', { text: '¿Qué fianza fija el acta 1?', spaceIds: [spaceId] });
}, 240_000);
afterAll(async () => {
  await owner?.end();
  await vault?.close();
});

it('asks for two officers, in the database too, and stops for a legal hold', async () => {
  await vault.admin.put(`/keys/holds/${spaceId}`, { reason: 'Litigio 12/2026' });
  await expect(vault.admin.post('/keys/erasures', { spaceId, reason: 'Fin' })).rejects.toMatchObject({
    code: 'keys.on_hold',
  });
  await vault.admin.remove(`/keys/holds/${spaceId}`);
  const { id } = await vault.admin.post<{ id: string }>('/keys/erasures', { spaceId, reason: 'Fin de la custodia' });
  await expect(vault.admin.post('/keys/erasures', { spaceId, reason: 'Fin' })).rejects.toMatchObject({
    code: 'keys.erasure_open',
  });
  await expect(vault.admin.post(`/keys/erasures/${id}/approval`)).rejects.toMatchObject({ code: 'keys.same_officer' });
  await expect(
    owner.query(
      `update space_erasures set state = 'approved', approved_by = requested_by, approved_at = now(), not_before = now() where id = $1`,
      [id],
    ),
  ).rejects.toThrow(/two_officers/);
  await expect(owner.query(`update space_erasures set state = 'running' where id = $1`, [id])).rejects.toThrow(/waits/);
  await vault.admin.remove(`/keys/erasures/${id}`);
  expect(await erasures()).toMatchObject([{ id, state: 'cancelled' }]);
});

it('destroys the key, then everything, and certifies it', async () => {
  const before = await blobs();
  const { id } = await vault.admin.post<{ id: string }>('/keys/erasures', { spaceId, reason: 'Fin de la custodia' });
  await second.client.post(`/keys/erasures/${id}/approval`);
  for (const deadline = Date.now() + 90_000; ; ) {
    const row = (await erasures()).find((one) => one.id === id)!;
    if (row.state === 'done') break;
    if (Date.now() > deadline) throw new Error(`still ${row.state}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const signed = await vault.admin.get<Certificate>(`/keys/erasures/${id}/certificate`);
  expect(isGenuine(signed)).toBe(true);
  expect(isGenuine({ ...signed, certificate: { ...signed.certificate, objectsRemoved: 1 } })).toBe(false);
  const { certificate } = signed;
  expect(certificate.proof.samples).toBeGreaterThan(5);
  expect(certificate.proof).toMatchObject({ openedBefore: certificate.proof.samples, openedAfter: 0 });
  expect(certificate).toMatchObject({
    spaceId,
    reason: 'Fin de la custodia',
    approvedBy: second.personId,
    backups: [],
  });
  expect(signed.text).toContain(certificate.keys[0]!);
  for (const table of [
    'documents',
    'document_versions',
    'document_parts',
    'document_places',
    'folders',
    'passages',
    'index_cells',
    'conversations',
  ])
    expect([table, (await owner.query(`select 1 from ${table} where space_id = $1`, [spaceId])).rowCount]).toEqual([
      table,
      0,
    ]);
  expect((await owner.query('select state, wrapped_key from space_keys where space_id = $1', [spaceId])).rows).toEqual([
    { state: 'erased', wrapped_key: null },
  ]);
  expect(await blobs()).toBe(before - 3);
  await expect(vault.admin.get(`/spaces/${spaceId}`)).rejects.toMatchObject({ status: 404 });
});

it('leaves the other space as it was, and a second start has nothing left to do', async () => {
  const { outcome } = await vault.admin.post<{ outcome: string }>('/questions', {
    text: '¿Qué fianza fija el acta 1?',
    spaceIds: [otherId],
  });
  expect(outcome).toBe('answered');
  await vault.running.vault.keys.erasures.runDue();
  expect((await erasures()).map(({ state }) => state).sort()).toEqual(['cancelled', 'done']);
});

it('takes a broken-off erasure up again where only the key was destroyed', async () => {
  const { id } = await vault.admin.post<{ id: string }>('/keys/erasures', { spaceId: otherId, reason: 'Fin' });
  // As a kill leaves it behind: approved, begun, the key gone, the content there.
  await owner.query(
    `update space_erasures set state = 'approved', approved_by = $2, approved_at = now(), not_before = now() where id = $1`,
    [id, second.personId],
  );
  await owner.query(`update space_erasures set state = 'running' where id = $1`, [id]);
  await owner.query(
    `update space_keys set state = 'erased', wrapped_key = null, erased_at = now() where space_id = $1`,
    [otherId],
  );
  await vault.running.vault.keys.erasures.runDue();
  for (const deadline = Date.now() + 60_000; (await erasures()).find((one) => one.id === id)!.state !== 'done'; ) {
    if (Date.now() > deadline) throw new Error('not taken up again');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { certificate } = await vault.admin.get<Certificate>(`/keys/erasures/${id}/certificate`);
  expect(certificate.proof).toMatchObject({ openedBefore: null, openedAfter: 0 });
  expect((await owner.query('select 1 from documents where space_id = $1', [otherId])).rowCount).toBe(0);
});
