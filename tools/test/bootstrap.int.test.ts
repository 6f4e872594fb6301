import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');
const pinnedNode = path.join(repository, 'node_modules/node/bin/node');
let house = '';

type Ran = { code: number | null; signal: string | null; stdout: string; stderr: string };

/** A house of one package, one program and an npm of our own, which notes what it was asked and then obeys `npm-does.mjs`. */
function buildHouse(): void {
  house = realpathSync(mkdtempSync(path.join(tmpdir(), 'nexus boot-')));
  mkdirSync(path.join(house, 'tools'));
  mkdirSync(path.join(house, 'apps/vault/src/cli'), { recursive: true });
  cpSync(path.join(repository, 'tools/bootstrap.mjs'), path.join(house, 'tools/bootstrap.mjs'));
  cpSync(path.join(repository, 'nexus'), path.join(house, 'nexus'));
  chmodSync(path.join(house, 'nexus'), 0o755);
  put('package-lock.json', lock('1.0.0'));
  put('program.ts', programText);
  put('apps/vault/src/cli/main.ts', programText);
  put(
    'npm-cli.js',
    `require('node:fs').writeFileSync('asked.json', JSON.stringify(process.argv.slice(2)));\nimport('./npm-does.mjs');\n`,
  );
  put('package.json', '{}');
  put('npm-does.mjs', installs);
}

const programText = `
const args: string[] = process.argv.slice(2);
if (args[0] === 'exit') process.exit(Number(args[1]));
if (args[0] === 'wait') {
  process.on('SIGTERM', () => process.exit(7));
  setInterval(() => {}, 1000);
}
if (args[0] === 'die') process.kill(process.pid, 'SIGKILL');
console.log(JSON.stringify({ args, cwd: process.cwd(), node: process.execPath }));
`;

const installs = `
import fs from 'node:fs';
fs.mkdirSync('node_modules/node/bin', { recursive: true });
if (!fs.existsSync('node_modules/node/bin/node')) fs.symlinkSync(${JSON.stringify(pinnedNode)}, 'node_modules/node/bin/node');
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
console.log('npm noise');
console.error('npm warn EBADENGINE noise');
`;

const lock = (version: string) =>
  JSON.stringify({ packages: { '': {}, 'node_modules/a': { version, integrity: 'sha512-a' } } });
const put = (file: string, text: string) => writeFileSync(path.join(house, file), text);
const asked = () => existsSync(path.join(house, 'asked.json'));

function start(command: string, args: readonly string[], cwd = house): { child: ChildProcess; ran: Promise<Ran> } {
  const env = { ...process.env, npm_execpath: path.join(house, 'npm-cli.js') };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ran = new Promise<Ran>((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout!.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr!.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ran };
}

const boot = (...args: string[]) => start(process.execPath, [path.join(house, 'tools/bootstrap.mjs'), ...args]).ran;

beforeEach(buildHouse);
afterEach(() => rmSync(house, { recursive: true, force: true }));

describe('what is missing is installed', () => {
  test('on the first run, quietly, with standard output left to the program', async () => {
    const ran = await boot('program.ts', '--json', 'a b');
    expect(ran).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.stdout)).toMatchObject({ args: ['--json', 'a b'] });
    expect(ran.stderr).toMatch(/Instalando.*Installing/);
    expect(ran.stderr).not.toContain('noise');
    expect(JSON.parse(readFileSync(path.join(house, 'asked.json'), 'utf8'))[0]).toBe('ci');
  });

  test('not again on the second run', async () => {
    await boot('--install');
    rmSync(path.join(house, 'asked.json'));
    expect((await boot('program.ts')).stderr).toBe('');
    expect(asked()).toBe(false);
  });

  test('again when package-lock.json names another version', async () => {
    await boot('--install');
    rmSync(path.join(house, 'asked.json'));
    put('package-lock.json', lock('1.0.1'));
    await boot('program.ts');
    expect(asked()).toBe(true);
  });

  test('again when an earlier install was interrupted', async () => {
    await boot('--install');
    rmSync(path.join(house, 'asked.json'));
    rmSync(path.join(house, 'node_modules/.package-lock.json'));
    await boot('--install');
    expect(asked()).toBe(true);
  });

  test('when npm fails, what it said is shown, the program does not run, and the exit code is its own', async () => {
    put('npm-does.mjs', `console.error('npm error ENOTFOUND registry'); process.exit(3);`);
    const ran = await boot('program.ts');
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain('ENOTFOUND registry');
    // Whoever has no network at all is told the way in.
    expect(ran.stderr).toContain('npm run bundle');
  });

  test('when npm leaves no Node behind, that is said', async () => {
    put('npm-does.mjs', '');
    const ran = await boot('program.ts');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('are install scripts blocked?');
  });
});

describe('the program', () => {
  beforeEach(async () => {
    await boot('--install');
  });

  test('runs on the pinned Node', async () => {
    const { node } = JSON.parse((await boot('program.ts')).stdout);
    expect(realpathSync(node)).toBe(realpathSync(pinnedNode));
  });

  test('gives its exit code', async () => {
    expect((await boot('program.ts', 'exit', '5')).code).toBe(5);
  });

  test('killed by a signal, counts as 128 and the number', async () => {
    expect((await boot('program.ts', 'die')).code).toBe(128 + 9);
  });

  test('gets SIGTERM and may end in its own way', async () => {
    const { child, ran } = start(process.execPath, [path.join(house, 'tools/bootstrap.mjs'), 'program.ts', 'wait']);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    child.kill('SIGTERM');
    expect((await ran).code).toBe(7);
  });

  test.each([[], ['--unknown'], ['--watch']])('nothing to run (%s) is a wrong use', async (...args: string[]) => {
    expect((await boot(...args)).code).toBe(2);
  });
});

describe.skipIf(process.platform === 'win32')('the launcher: needs a POSIX shell', () => {
  const launch = (launcher: string, cwd: string, ...args: string[]) => start(launcher, args, cwd).ran;

  test('installs first, keeps the folder it was called from, arguments and exit code', async () => {
    const ran = await launch(path.join(house, 'nexus'), tmpdir(), 'ask', './a folder', '¿qué?');
    expect(JSON.parse(ran.stdout)).toMatchObject({ args: ['ask', './a folder', '¿qué?'], cwd: realpathSync(tmpdir()) });
    expect(asked()).toBe(true);
    expect((await launch('./nexus', house, 'exit', '4')).code).toBe(4);
  });

  test('works through symbolic links, absolute and relative', async () => {
    mkdirSync(path.join(house, 'bin'));
    symlinkSync('../nexus', path.join(house, 'bin/relative'));
    symlinkSync(path.join(house, 'bin/relative'), path.join(house, 'bin/nx'));
    const ran = await launch(path.join(house, 'bin/nx'), '/', 'status');
    expect(JSON.parse(ran.stdout)).toMatchObject({ args: ['status'], cwd: '/' });
  });

  test('asks for an install when package-lock.json became newer, and not again after', async () => {
    await launch('./nexus', house, 'status');
    rmSync(path.join(house, 'asked.json'));
    put('package-lock.json', lock('2.0.0'));
    const past = new Date(Date.now() - 60_000);
    utimesSync(path.join(house, 'node_modules/.package-lock.json'), past, past);
    await launch('./nexus', house, 'status');
    expect(asked()).toBe(true);
    rmSync(path.join(house, 'asked.json'));
    expect((await launch('./nexus', house, 'status')).stderr).toBe('');
    expect(asked()).toBe(false);
  });
});
