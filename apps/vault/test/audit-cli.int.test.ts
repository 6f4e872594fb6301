import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

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

const run = (args: string[], isOnline = true) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const session = isOnline ? { NEXUS_URL: vault.running.url, NEXUS_TOKEN: vault.adminToken } : {};
    const env = { PATH: process.env['PATH'], HOME: scratch, NO_COLOR: '1', ...session };
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
