import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BuiltBundle,
  bareEnvironment,
  buildBundle,
  canTrace,
  inNamespace,
  outwardCalls,
  whyNoCarryIn,
} from '../src/carry-in.ts';
import type { CarryInResult } from '../src/carry-in-journey.ts';

const journey = fileURLToPath(new URL('../src/carry-in-journey.ts', import.meta.url));
const reason = whyNoCarryIn();
if (reason) console.warn(`SKIPPED: carrying in ${reason}.`);
else if (!canTrace) console.warn('SKIPPED: strace is not installed; attempts to connect are not counted.');

describe.skipIf(reason !== null)('carried into a machine without network and without Node : needs root', () => {
  let folder: string;
  let built: BuiltBundle;
  let env: Record<string, string>;
  let launcher: string;
  let result: CarryInResult;
  let trace: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nexus-carry-in-'));
    built = buildBundle(folder);
    env = bareEnvironment(folder);
    launcher = join(folder, 'opt/current/nexus');
    trace = canTrace ? join(folder, 'trace') : '';
    const args = [built.archive, built.publicKey, folder, trace];
    const [file = '', ...rest] = [...inNamespace('none'), process.execPath, journey, ...args];
    const said = execFileSync(file, rest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    result = JSON.parse(said.trim().split('\n').at(-1)!) as CarryInResult;
    console.info(
      `carried in: installed after ${result.installed} s, up after ${result.up} s, first cited answer after ${result.firstAnswer} s`,
    );
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const nexus = (args: string[], more: Record<string, string> = {}) =>
    spawnSync(launcher, args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8', timeout: 120_000 });

  test('is checked with openssl and sha256sum before anything of it runs', () => {
    const check = (file: string) =>
      spawnSync(
        'sh',
        [
          '-c',
          `sha256sum -c ${file}.sha256 && openssl pkeyutl -verify -pubin -inkey ${built.publicKey} -rawin -in ${file}.sha256 -sigfile ${file}.sha256.sig`,
        ],
        { cwd: join(folder, 'out'), encoding: 'utf8' },
      );
    expect(check(built.archive).stdout).toContain('Signature Verified Successfully');
  });

  test('is installed, starts, reads a scan, answers with its quotation, exports, and stops', () => {
    expect(result.namedNode).toBe('none');
    expect(result.answer.outcome).toBe('answered');
    expect(result.answer.quote).toContain('20 de febrero de 2025');
    expect(result.exports).toEqual([
      { format: 'pdf', begins: '%PDF' },
      { format: 'docx', begins: 'PK\u0003\u0004' },
    ]);
    expect(result.exitCode).toBe(0);
  });

  test.runIf(canTrace)(
    'tries to reach nobody: no call of the server or its children names an address beyond loopback : needs strace',
    () => {
      const calls = readFileSync(trace, 'utf8');
      // The trace sees what it should: sockets of the database, and the answers of the server.
      expect(calls).toMatch(/connect\(\d+, \{sa_family=AF_UNIX/);
      expect(
        outwardCalls('1 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 0'),
      ).toHaveLength(1);
      expect(outwardCalls(calls)).toEqual([]);
    },
  );

  test('the page loads nothing from elsewhere, and its policy is never broken : needs Chromium', ({ skip }) => {
    if (result.page === null) skip('there is no Chromium here');
    expect(result.page).toMatchObject({ requestsElsewhere: [], violations: [] });
    expect(result.page?.title).toContain('Nexus');
  });

  test('checks itself, and says what it is', () => {
    const { status, stdout } = nexus(['verify-install', '--key', built.publicKey]);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^✓ 0\.1\.0-[0-9a-f]{8}: \d{4} archivos/),
    });
  });

  test('the unit names the installed launcher', () => {
    const { stdout } = nexus(['systemd-unit', '--settings', join(folder, 'none')]);
    expect(stdout).toContain(`ExecStart=${launcher} start`);
    expect(stdout).toContain('IPAddressDeny=any');
  });

  test('a version that fails before it touched the data is followed by the one before; one that was up is not', () => {
    const before = join(folder, 'opt/versions/0.0.9-00000000');
    mkdirSync(before);
    writeFileSync(join(before, 'nexus'), '#!/bin/sh\necho the one before: $*\nexit 7\n', { mode: 0o755 });
    const data = join(folder, 'data-of-before');
    mkdirSync(data);
    writeFileSync(join(data, 'program-version.json'), '{"id":"0.0.9-00000000"}');
    // An own database that is not there stops the start before anything of the data is touched.
    const broken = { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/nexus', NEXUS_PORT: '0' };
    const fellBack = nexus(['start'], { ...broken, NEXUS_DATA: data });
    expect(fellBack.stdout).toContain('the one before: start');
    expect(fellBack.stderr).toContain('sigue la anterior, 0.0.9-00000000');
    expect(fellBack.status).toBe(7);
    // These data the version has run with: no way back by itself.
    const own = nexus(['start'], { ...broken, NEXUS_DATA: join(folder, 'data') });
    expect(own.stdout).not.toContain('the one before');
    expect(own.status).toBe(1);
  });

  test('with one file changed it does not start, and names the file', () => {
    const file = 'apps/vault/src/start.ts';
    appendFileSync(join(folder, 'opt/current', file), '\n// nothing but a remark\n');
    const { status, stderr, stdout } = nexus(['start'], { NEXUS_DATA: join(folder, 'data'), NEXUS_PORT: '0' });
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`${file} (cambiado / changed)`),
    });
    expect(stdout).not.toContain('/setup');
    expect(nexus(['verify-install']).status).toBe(1);
  });

  test('install.sh refuses a changed file, a file too many, and another key', () => {
    const unpacked = built.archive.replace(/^.*\//, '').replace('.tar.gz', '');
    const install = (...args: string[]) =>
      spawnSync('sh', [join(unpacked, 'install.sh'), '--check', ...args], { cwd: folder, env, encoding: 'utf8' });
    expect(install('--key', built.publicKey).status).toBe(0);
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', join(folder, 'other.pem')]);
    execFileSync('openssl', ['pkey', '-in', join(folder, 'other.pem'), '-pubout', '-out', join(folder, 'other.pub')]);
    expect(install('--key', join(folder, 'other.pub')).stderr).toContain('La firma no es de la clave');
    writeFileSync(join(folder, unpacked, 'packages/db/9999-more.sql'), 'drop table x');
    expect(install('--key', built.publicKey).stderr).toContain('packages/db/9999-more.sql');
    rmSync(join(folder, unpacked, 'packages/db/9999-more.sql'));
    appendFileSync(join(folder, unpacked, 'nexus'), '# more\n');
    expect(install('--key', built.publicKey).stderr).toContain('nexus: FAILED');
  });
});
