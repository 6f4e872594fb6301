import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { ownerClient } from './owner-client.ts';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

// Whoever has the server must not be able to make its backups go. The service's own roles are tried here as an attacker would use them.

const generations = 5;
const patient = { timeout: 200_000, interval: 100 };

let home: string;
let folder: string;
let vault: VaultFixture;
let owner: pg.Client;
let officer: { client: ApiClient; personId: string };
let adminId: string;
let targetId: string;

type Run = { id: string; kind: string; state: string };
type Target = {
  generations: { id: string; isWhole: boolean | null }[];
  openRuns: Run[];
  pruning: { id: string; state: string; notBefore: string | null } | null;
};
const target = async () => (await vault.admin.get<{ targets: Target[] }>('/backups')).targets[0]!;
const filesBelow = async (name: string) =>
  (await readdir(join(folder, name), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    .length;

async function run(kind: 'generation' | 'verification'): Promise<Run> {
  // The schedule may have begun one of its own.
  const begun = await vault.admin.post<Run>(`/backups/targets/${targetId}/runs`, { kind }).catch(async () => {
    return (await target()).openRuns.find((one) => one.kind === kind)!;
  });
  const read = () => vault.admin.get<Run>(`/backups/runs/${begun.id}`);
  await vi.waitFor(async () => expect((await read()).state).not.toMatch(/queued|running/), patient);
  return await read();
}

/** As one of the service's own roles, with the person of whoever it likes. */
async function asRole(role: 'app' | 'worker', personId: string | null, text: string, values: unknown[] = []) {
  const passwords = JSON.parse(await readFile(join(vault.dataDir, 'database-passwords.json'), 'utf8'));
  const [, , , port, host] = (await readFile(join(vault.dataDir, 'postgres/18/postmaster.pid'), 'utf8')).split('\n');
  const client = new pg.Client({
    host: host!,
    port: Number(port),
    database: 'nexus',
    user: `nexus_${role}`,
    password: passwords[role],
  });
  await client.connect();
  try {
    await client.query('begin');
    if (personId) await client.query(`select set_config('nexus.person_id', $1, true)`, [personId]);
    const { rowCount } = await client.query(text, values);
    await client.query('commit');
    return rowCount;
  } finally {
    await client.end();
  }
}

/** What only time does: the owner of the database takes the guard away for a moment. */
async function makeTimePass(text: string, values: unknown[]): Promise<void> {
  for (const table of ['backup_generations', 'backup_prunings'])
    await owner.query(`alter table ${table} disable trigger user`);
  await owner.query(text, values);
  for (const table of ['backup_generations', 'backup_prunings'])
    await owner.query(`alter table ${table} enable trigger user`);
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-pruning-'));
  folder = join(home, 'copias');
  await mkdir(folder);
  vault = await startTestVault({ NEXUS_BACKUP_ROOTS: home });
  owner = await ownerClient(vault.dataDir);
  officer = await vault.invite('luz@example.org');
  await owner.query(`insert into person_roles (person_id, role, granted_at) values ($1, 'officer', now())`, [
    officer.personId,
  ]);
  adminId = (await vault.admin.get<{ id: string }>('/me')).id;
  const settings = { lossSeconds: 5, keepDays: 1, drillDays: 0 };
  const place = { kind: 'folder', path: folder };
  targetId = (await vault.admin.post<{ id: string }>('/backups/targets', { place, settings })).id;
  while ((await target()).generations.length < generations) await run('generation');
}, 300_000);
afterAll(async () => {
  await owner?.end();
  await vault?.close();
  await rm(home, { recursive: true, force: true });
});

describe('before its time is over', () => {
  test('no backup can be asked to go', async () => {
    await expect(vault.admin.post(`/backups/targets/${targetId}/prunings`)).rejects.toMatchObject({
      code: 'backups.nothing_to_prune',
    });
  });

  test('nobody shortens it, marks one as gone, or takes its row away', async () => {
    const refused = async (role: 'app' | 'worker', text: string) => {
      await expect(asRole(role, adminId, text), `${role}: ${text}`).rejects.toThrow();
    };
    for (const role of ['app', 'worker'] as const) {
      await refused(role, `update backup_generations set keep_until = now() - interval '1 day'`);
      await refused(role, `update backup_generations set state = 'pruned'`);
      await refused(role, `delete from backup_generations`);
      await refused(role, `truncate backup_generations cascade`);
    }
    // A backup that looks older or newer than it is would pass for one past its time, or for one of the newest.
    await refused('worker', `update backup_generations set sequence = sequence - 1000`);
    await refused('worker', `update backup_generations set taken_at = now() - interval '1 year'`);
    // Less for later ones is a setting; those that exist keep their time.
    const kept = async () =>
      (await owner.query('select id, keep_until from backup_generations order by id')).rows.map(
        ({ keep_until }) => +keep_until,
      );
    const before = await kept();
    await vault.admin.patch(`/backups/targets/${targetId}`, { keepDays: 1 }, '*');
    expect(await kept()).toEqual(before);
  });

  test('nobody writes a pruning past the floor, confirmed from the start, or in the name of one person', async () => {
    const insert = (state: string, keepFrom: number) =>
      asRole(
        'app',
        adminId,
        `insert into backup_prunings (id, target_id, keep_from, generations, state, asked_by, asked_at, confirmed_by, not_before)
         values (gen_random_uuid(), $1, $2, 1, $3, $4, now(), case when $3 = 'asked' then null else $5::uuid end, case when $3 = 'asked' then null else now() + interval '4 days' end)`,
        [targetId, keepFrom, state, adminId, officer.personId],
      );
    await expect(insert('asked', 1_000)).rejects.toThrow(/time is not over|three newest/);
    await expect(insert('confirmed', 1)).rejects.toThrow(/row-level security/);
    await expect(insert('done', 1)).rejects.toThrow(/row-level security|cannot be done/);
  });
});

describe('past its time', () => {
  let pruningId: string;

  beforeAll(async () => {
    await makeTimePass(
      `update backup_generations set keep_until = now() - interval '1 hour'
       where target_id = $1 and id in (select id from backup_generations order by sequence limit 4)`,
      [targetId],
    );
  });

  test('the three newest stay, and who asked does not confirm', async () => {
    const asked = await vault.admin.post<{ id: string; generations: number }>(`/backups/targets/${targetId}/prunings`);
    expect(asked.generations).toBe(2);
    pruningId = asked.id;
    await expect(vault.admin.post(`/backups/prunings/${pruningId}/confirm`)).rejects.toMatchObject({
      code: 'backups.same_person',
    });
    // Nor in the database, whoever the service says that it is.
    const confirm = (personId: string, delay: string, by = personId) =>
      asRole(
        'app',
        personId,
        `update backup_prunings set state = 'confirmed', confirmed_by = $2, not_before = now() + $3::interval where id = $1`,
        [pruningId, by, delay],
      );
    await expect(confirm(adminId, '4 days')).rejects.toThrow(/two_people/);
    await expect(confirm(officer.personId, '1 hour')).rejects.toThrow(/waits three days/);
    await expect(confirm(adminId, '4 days', officer.personId)).rejects.toThrow(/row-level security/);
    const raise = () =>
      asRole('worker', null, `update backup_prunings set keep_from = keep_from + 1 where id = $1`, [pruningId]);
    await expect(raise()).rejects.toThrow(/permission denied/);
  });

  test('an officer confirms, three days pass in which it can be called off, and nobody makes it come sooner', async () => {
    await officer.client.post(`/backups/prunings/${pruningId}/confirm`);
    const { pruning } = await target();
    const waits = Date.parse(pruning!.notBefore!) - Date.now();
    expect(waits).toBeGreaterThan(71 * 3_600_000);
    for (const role of ['app', 'worker'] as const) {
      const attempts = [
        `update backup_prunings set not_before = now() where id = $1`,
        `update backup_prunings set state = 'done' where id = $1`,
      ];
      for (const text of attempts)
        await expect(asRole(role, officer.personId, text, [pruningId]), `${role}: ${text}`).rejects.toThrow();
    }
    await expect(
      asRole('worker', null, `update backup_generations set state = 'pruned' where keep_until < now()`),
    ).rejects.toThrow(/confirmed and due/);
    const [journal, packs] = [await filesBelow('journal'), await filesBelow('packs')];
    vault.running.vault.backups.engine.wake();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await target()).generations).toHaveLength(generations);
    expect(await filesBelow('journal')).toBeGreaterThanOrEqual(journal);
    expect(await filesBelow('packs')).toBeGreaterThanOrEqual(packs);

    // Called off, it does not come back by itself.
    await vault.admin.remove(`/backups/prunings/${pruningId}`);
    await expect(officer.client.post(`/backups/prunings/${pruningId}/confirm`)).rejects.toMatchObject({ status: 404 });
    const again = asRole(
      'app',
      officer.personId,
      `update backup_prunings set state = 'confirmed', confirmed_by = $2, not_before = now() + interval '4 days' where id = $1`,
      [pruningId, officer.personId],
    );
    await expect(again).rejects.toThrow(/does not begin again|row-level security/);
  });

  test('then what was asked goes, and nothing else; what is left is whole', { timeout: 200_000 }, async () => {
    const before = (await target()).generations.map(({ id }) => id);
    pruningId = (await vault.admin.post<{ id: string }>(`/backups/targets/${targetId}/prunings`)).id;
    await officer.client.post(`/backups/prunings/${pruningId}/confirm`);
    await makeTimePass(`update backup_prunings set not_before = now() - interval '1 minute' where id = $1`, [
      pruningId,
    ]);
    vault.running.vault.backups.engine.wake();
    await expect.poll(async () => (await target()).generations.length, { timeout: 100_000 }).toBe(generations - 2);
    expect((await target()).generations.map(({ id }) => id)).toEqual(before.slice(0, generations - 2));
    expect(await run('verification')).toMatchObject({ state: 'done' });
    expect((await target()).generations.every(({ isWhole }) => isWhole === true)).toBe(true);
    const logged = await vault.admin.get<{ items: { action: string }[] }>('/audit/entries?limit=200');
    for (const action of [
      'backup.pruning_asked',
      'backup.pruning_confirmed',
      'backup.pruning_cancelled',
      'backup.pruned',
    ])
      expect(logged.items.map((item) => item.action)).toContain(action);
  });
});
