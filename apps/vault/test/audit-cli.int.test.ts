import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerClient } from './owner-client.ts';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';
import { spawnVault } from './vault-process.ts';

const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nexus-audit-cli-'));
let vault: VaultFixture;
beforeAll(async () => {
  vault = await startTestVault();
  await vault.admin.post('/spaces', { name: 'Registro' });
});
afterAll(async () => {
  await vault?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const run = (args: string[], isOnline = true, more: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const session = isOnline ? { NEXUS_URL: vault.running.url, NEXUS_TOKEN: vault.adminToken } : {};
    const env = { PATH: process.env['PATH'], HOME: scratch, NO_COLOR: '1', ...session, ...more };
    execFile(process.execPath, [cli, 'audit', ...args], { env, cwd: scratch }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });

test('signs, exports, proves; and verifies without a server, naming what was changed', {
  timeout: 180_000,
}, async () => {
  expect(await run(['checkpoint', '--out', 'older.txt'])).toMatchObject({ code: 0 });
  await vault.admin.post('/spaces', { name: 'Otro' });
  expect(await run(['export', 'log.zip'])).toMatchObject({ code: 0 });
  expect(await run(['export', 'log'])).toMatchObject({ code: 0 });
  expect(await run(['prove', '3', '--out', '.'])).toMatchObject({ code: 0 });
  const key = readFileSync(join(scratch, 'log/key.txt'), 'utf8').trim();

  const whole = await run(['verify', 'log.zip', '--key', key, '--older', 'older.txt'], false);
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.out).toMatch(/✓ Completo \/ whole: \d+/);
  const proof = ['verify', 'entry-3.tlog-proof', '--entry', 'entry-3.json', '--key', 'log/key.txt'];
  expect(await run(proof, false)).toMatchObject({ code: 0 });
  writeFileSync(join(scratch, 'entry-3.json'), '{}');
  expect((await run(proof, false)).out).toContain('not the entry that was proven');

  const size = readFileSync(join(scratch, 'log/checkpoint'), 'utf8').split('\n')[1]!;
  const bundle = join(scratch, `log/tile/entries/000.p/${size}`);
  const bytes = readFileSync(bundle);
  bytes[bytes.indexOf('success')]! ^= 1;
  writeFileSync(bundle, bytes);
  const changed = await run(['verify', 'log', '--key', 'log/key.txt'], false);
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(/✗ anotación \d+: cambiada \/ entry \d+: changed/);
  expect(await run(['verify', 'log'], false)).toMatchObject({ code: 2 });
});

/** A part of the log is 2^20 entries; here the first is of 256, so that a few hundred fill it. */
async function cutFirstPart(): Promise<void> {
  const owner = await ownerClient(vault.dataDir);
  const name = 'audit_entries_000000';
  await owner.query(`begin; lock table audit_head, audit_entries in access exclusive mode;
    alter table audit_entries detach partition ${name}; alter table ${name} rename to audit_entries_before;
    create table audit_entries_small partition of audit_entries for values from (0) to (256);
    create table ${name} partition of audit_entries for values from (256) to (1048576);
    alter table audit_entries_small enable row level security; alter table ${name} enable row level security;
    insert into audit_entries select * from audit_entries_before; drop table audit_entries_before; commit`);
  await owner.end();
}

test('old entries leave by three hands: an auditor asks, an officer confirms, and whoever runs the stopped machine drops them', {
  timeout: 300_000,
}, async () => {
  await cutFirstPart();
  const key = ['--key', 'log/key.txt'];
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const ask = ['retire', '--before', tomorrow, '--archive', 'old.zip', ...key];
  expect(await run(ask)).toMatchObject({ code: 3, out: expect.stringContaining('No whole part of the log') });
  for (let batch = 0; batch < 15; batch += 1)
    await Promise.all(Array.from({ length: 20 }, () => vault.admin.get('/audit/entries?limit=1')));
  expect(await run(['checkpoint', '--out', 'full.txt'])).toMatchObject({ code: 0 });

  expect(await run(ask)).toMatchObject({ code: 0, out: expect.stringContaining('0…255') });
  const confirm = ['retire', '--confirm', '--archive', 'old.zip', ...key];
  const { token, personId } = await vault.invite('oficial@example.org');
  const owner = await ownerClient(vault.dataDir);
  await owner.query(`insert into person_roles (person_id, role, granted_at) values ($1, 'officer', now())`, [personId]);
  await owner.end();
  const officer = { NEXUS_TOKEN: token };
  const drop = ['retire', '--drop', '--archive', 'old.zip', ...key];
  const stopped = { NEXUS_DATA: vault.dataDir };
  expect(await run(confirm, true, officer)).toMatchObject({ code: 0, out: expect.stringContaining('0…255') });
  expect((await run(drop, false, stopped)).code).not.toBe(0);
  expect(await run(['checkpoint', '--out', 'last.txt'])).toMatchObject({ code: 0 });

  await vault.running.stop();
  expect(await run(drop, false, stopped)).toMatchObject({ code: 0, out: expect.stringContaining('256 anotaciones') });

  const again = await spawnVault(vault.dataDir);
  try {
    const online = { NEXUS_URL: again.url };
    expect(await run(['export', 'later.zip'], true, online)).toMatchObject({ code: 0 });
    expect(await run(['verify', 'later.zip', ...key, '--older', 'last.txt'], false)).toMatchObject({ code: 0 });
  } finally {
    await again.stop();
  }
});
