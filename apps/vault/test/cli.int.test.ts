import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonLogger } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const password = 'tortuga violeta 47 balcones';

let vault: VaultFixture;
let home: string;
const logged: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-cli-'));
  vault = await startTestVault(
    {},
    jsonLogger((line) => logged.push(line)),
  );
});
afterAll(async () => {
  await vault?.close();
  await rm(home, { recursive: true, force: true });
});

type Ended = { code: number | null; out: string; err: string };

/** The command line as a script runs it: no terminal, an environment of its own. */
function nexus(args: string[], more: { env?: Record<string, string>; input?: string } = {}) {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, NEXUS_URL: vault.running.url, ...more.env };
  const child: ChildProcess = spawn(process.execPath, [main, ...args], { env, stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin!.end(more.input ?? '');
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}

const run = (args: string[], more: { env?: Record<string, string>; input?: string } = {}) => nexus(args, more).ended;
const asAdmin = () => ({ env: { NEXUS_TOKEN: vault.adminToken } });

async function folderOf(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(home, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

describe('signing in', () => {
  const login = (secret: string) => run(['login'], { input: `admin@example.org\n${secret}\n` });

  test('takes name and password from a pipe and keeps a token that only its owner can read', async () => {
    expect(await login(password)).toMatchObject({ code: 0, err: '' });
    const path = join(home, '.config/nexus/session.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).not.toContain(password);
    const status = await run(['status', '--json']);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({ url: vault.running.url, status: 'ok', spaces: [] });
    await rm(path);
  });

  test('says that the password is wrong, in one line, and keeps nothing', async () => {
    const refused = await login('no es esta, seguro');
    expect(refused).toMatchObject({ code: 6, out: '' });
    expect(refused.err).toMatch(/^✗ El correo y la contraseña no coinciden.* \/ .*do not match.*\n$/);
    await expect(stat(join(home, '.config/nexus/session.json'))).rejects.toThrow(/ENOENT/);
  });

  test('asks nobody where there is no terminal and nothing in the pipe', async () => {
    const ended = await run(['login']);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('NEXUS_PASSWORD');
  });
});

test('the key that lies beside the data is spoken of in the log and in the status', async () => {
  expect(logged.map((line) => JSON.parse(line) as object)).toContainEqual(
    expect.objectContaining({ level: 'warn', message: expect.stringContaining('root key'), mode: 'evaluation' }),
  );
  const status = await run(['status'], asAdmin());
  expect(status.out).toContain('evaluation: not for classified documents');
  expect(status.out).toContain('the root key lies beside the data');
  const json = await run(['status', '--json'], asAdmin());
  expect(JSON.parse(json.out)).toMatchObject({ mode: 'evaluation', rootKey: 'beside_data' });
});

describe('refusals', () => {
  test('a command without a session says how to get one', async () => {
    const ended = await run(['search', 'aval']);
    expect(ended).toMatchObject({ code: 6, out: '' });
    expect(ended.err).toMatch(/^✗ .*\.\/nexus login.*\n$/);
  });

  test('a token that is not valid (any more)', async () => {
    const ended = await run(['search', 'aval'], { env: { NEXUS_TOKEN: 'caducado' } });
    expect(ended).toMatchObject({ code: 6, out: '' });
    expect(ended.err).toMatch(/^✗ La sesión no vale.*\n$/);
  });

  test('without a server there is one line and no trace', async () => {
    for (const command of [['status'], ['search', 'aval'], ['ingest', home, '--space', 'x'], ['reindex']]) {
      const ended = await run(command, { env: { NEXUS_URL: 'http://127.0.0.1:9', NEXUS_TOKEN: 'x' } });
      expect(ended).toMatchObject({ code: 5, out: '' });
      expect(ended.err).toMatch(/^✗ No hay ningún servidor en http:\/\/127\.0\.0\.1:9.*\n$/);
    }
  });

  test('a reader may not upload: said at the first file, not at each', async () => {
    const space = await vault.admin.post<{ id: string }>('/spaces', { name: 'Solo lectura' });
    const { personId } = await vault.invite('lectora@example.org');
    await vault.admin.post(`/spaces/${space.id}/members`, { personId, role: 'reader' });
    const token = await tokenOf('lectora@example.org');
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.txt`, `Nota ${i}.`]));
    const folder = await folderOf('ajena', files);
    const ended = await run(['ingest', folder, '--space', 'Solo lectura'], { env: { NEXUS_TOKEN: token } });
    expect(ended).toMatchObject({ code: 6, out: '' });
    expect(ended.err).toMatch(/^✗ No tiene permiso para esto.*\n$/);
    expect(await run(['reindex'], { env: { NEXUS_TOKEN: token } })).toMatchObject({ code: 6, out: '' });
    const listed = await vault.admin.get<{ items: unknown[] }>(`/spaces/${space.id}/documents`);
    expect(listed.items).toEqual([]);
  });

  test('a space or folder that is not there', async () => {
    const space = await run(['ingest', home, '--space', 'Ninguno'], asAdmin());
    expect(space).toMatchObject({ code: 1, out: '' });
    expect(space.err).toContain('«Ninguno»');
    const folder = await run(['ingest', join(home, 'nada'), '--space', 'Solo lectura'], asAdmin());
    expect(folder).toMatchObject({ code: 1, out: '' });
    expect(folder.err).toMatch(/^✗ No existe .*nada\..*\n$/);
  });

  test('wrong usage explains itself; help is no error, also after a command', async () => {
    for (const args of [
      [],
      ['ingestar'],
      ['ingest'],
      ['search'],
      ['status', '--verbose'],
      ['search', 'a', '--limit', 'x'],
    ]) {
      expect(await run(args), args.join(' ')).toMatchObject({ code: 2 });
    }
    for (const args of [['--help'], ['ingest', '--help'], ['search', '-h']]) {
      const help = await run(args);
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toMatch(/ 6 {2}sin sesión/);
    }
  });
});

describe('ingest', () => {
  test('speaks JSON to a script, and nothing found has a code of its own', async () => {
    const folder = await folderOf('json', {
      'a/uno.txt': 'La fianza farolina es de 300 euros.',
      'dos.txt': 'Otra nota.',
    });
    const first = await run(['ingest', folder, '--space', 'Guion', '--create', '--json'], asAdmin());
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toMatchObject({
      files: 2,
      created: 2,
      duplicate: 0,
      refused: [],
      counts: { ready: 2 },
    });
    const found = await run(['search', 'farolina', '--json'], asAdmin());
    expect(found.code).toBe(0);
    expect(JSON.parse(found.out).hits).toHaveLength(1);
    expect(await run(['search', 'inexistentísima', '--json'], asAdmin())).toMatchObject({ code: 3 });
  });

  test('--create twice makes one space', async () => {
    const folder = await folderOf('crear', { 'a.txt': 'Una.' });
    for (const outcome of ['created', 'duplicate']) {
      const ended = await run(['ingest', folder, '--space', 'Una vez', '--create', '--json'], asAdmin());
      expect(JSON.parse(ended.out)).toMatchObject({ [outcome]: 1 });
    }
    const { items } = await vault.admin.get<{ items: { name: string }[] }>('/spaces');
    expect(items.filter(({ name }) => name === 'Una vez')).toHaveLength(1);
  });

  test('what could not be read is named, and the code says that something is missing', async () => {
    const folder = await folderOf('rota', { 'bien.txt': 'Bien.', 'mal.pdf': '%PDF-1.7\nnada' });
    const ended = await run(['ingest', folder, '--space', 'Rota', '--create'], asAdmin());
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/mal\.pdf: \S/);
  });

  test('Ctrl C in the middle: the same command goes on, and nothing is there twice', async () => {
    const count = 120;
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `tomo ${i % 4}/${i}.txt`,
        `Acuerdo número ${i}: ${'Se aprueba. '.repeat(400)}`,
      ]),
    );
    const folder = await folderOf('larga', files);
    const space = await vault.admin.post<{ id: string }>('/spaces', { name: 'Interrumpida' });
    const counts = async () =>
      Object.values(await vault.admin.get<Record<string, number>>(`/spaces/${space.id}/ingest`)).reduce(
        (a, b) => a + b,
        0,
      );

    const args = ['ingest', folder, '--space', 'Interrumpida', '--json'];
    const first = nexus(args, asAdmin());
    await expect.poll(counts, { timeout: 200_000, interval: 20 }).toBeGreaterThan(5);
    first.child.kill('SIGINT');
    const interrupted = await first.ended;
    expect(interrupted).toMatchObject({ code: 130, out: '' });
    const uploaded = Number(/^✗ Interrumpido: (\d+) de 120 subidos/.exec(interrupted.err)?.[1]);
    expect(uploaded).toBeGreaterThan(0);
    expect(uploaded).toBeLessThan(count);

    const second = JSON.parse((await run([...args, '--no-wait'], asAdmin())).out);
    expect(second).toMatchObject({ files: count, version: 0, refused: [] });
    // An upload whose answer the interrupted command no longer heard may be there too: at most one for each that ran at once.
    expect(second.duplicate).toBeGreaterThanOrEqual(uploaded);
    expect(second.duplicate).toBeLessThanOrEqual(uploaded + 4);
    expect(second.created).toBe(count - second.duplicate);

    const third = JSON.parse((await run([...args, '--no-wait'], asAdmin())).out);
    expect(third).toMatchObject({ created: 0, version: 0, duplicate: count });
    expect(await counts()).toBe(count);
    await readAll(vault.admin, space.id);
    const paths: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      type Page = { items: { folderPath: string; fileName: string; version: number }[]; nextCursor: string | null };
      const page: Page = await vault.admin.get(
        `/spaces/${space.id}/documents?limit=100${cursor && `&cursor=${cursor}`}`,
      );
      for (const { folderPath, fileName, version } of page.items) paths.push(`${folderPath}/${fileName} v${version}`);
      cursor = page.nextCursor;
    }
    expect(paths.sort()).toEqual(
      Object.keys(files)
        .map((path) => `${path} v1`)
        .sort(),
    );
  });
});

test('an early end of the reader, as of `| head`, is no error', async () => {
  const { child, ended } = nexus(['--help']);
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, err: '' });
});

async function tokenOf(email: string): Promise<string> {
  const file = join(home, `${email}.json`);
  const env = { NEXUS_EMAIL: email, NEXUS_PASSWORD: password, NEXUS_SESSION_FILE: file };
  expect(await run(['login'], { env })).toMatchObject({ code: 0 });
  return (JSON.parse(await readFile(file, 'utf8')) as { token: string }).token;
}
