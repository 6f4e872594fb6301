import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConnectionSettings, type DatabaseCredentials, externalCredentials, parseConnectionUrl } from '@nexus/db';
import { isAlive } from './process-liveness.ts';

/** A server on which tests may make databases. `credentials` name some database; only their roles and passwords matter. */
export type TestServer = { superuser: ConnectionSettings; credentials: DatabaseCredentials };

let found: Promise<TestServer> | null = null;

/** The server of this test run: `NEXUS_TEST_DATABASE_URL` (a superuser's) when set, else an embedded one shared by the whole run. */
export function findTestServer(): Promise<TestServer> {
  const url = process.env['NEXUS_TEST_DATABASE_URL'];
  found ??= url === undefined || url === '' ? sharedServer() : externalServer(url);
  return found;
}

async function externalServer(url: string): Promise<TestServer> {
  return { superuser: parseConnectionUrl(url), credentials: await externalCredentials({ DATABASE_OWNER_URL: url }) };
}

const startLimitMs = 60_000;

async function sharedServer(): Promise<TestServer> {
  const folder = sharedFolder();
  // Vitest's workers are children of the run; the run is what the server must outlive.
  const client = process.env['VITEST'] !== undefined && process.send !== undefined ? process.ppid : process.pid;
  const until = Date.now() + startLimitMs;
  let nextStart = 0;
  let problem: string | null = null;
  while (Date.now() < until) {
    mkdirSync(join(folder, 'clients'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'clients', String(client)), '');
    const server = readServer(folder);
    if (server !== null) return server;
    // Starting a second one is harmless: its lock lets only one in. The pause spares the machine.
    if (Date.now() > nextStart) {
      startKeeper(folder, (code) => {
        problem = `its keeper ended with ${code}`;
      });
      nextStart = Date.now() + 2_000;
    }
    if (problem !== null) break;
    await sleep(50);
  }
  throw new Error(
    `The test database server did not start (${problem ?? 'no answer'}); see ${join(folder, 'keeper.log')}`,
  );
}

/** One folder for each clone and account, closed to others. */
function sharedFolder(): string {
  const clone = createHash('sha256')
    .update(import.meta.url)
    .digest('hex')
    .slice(0, 10);
  const folder = join(tmpdir(), `nexus-test-${userInfo().uid}-${clone}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== userInfo().uid) throw new Error(`${folder} belongs to someone else.`);
  return folder;
}

function readServer(folder: string): TestServer | null {
  try {
    const server = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as TestServer & { pid: number };
    return isAlive(server.pid) ? server : null;
  } catch {
    // Not started, or just stopped.
    return null;
  }
}

function startKeeper(folder: string, onFailure: (code: number | null) => void): void {
  const log = openSync(join(folder, 'keeper.log'), 'a', 0o600);
  const script = fileURLToPath(new URL('server-keeper.ts', import.meta.url));
  const { VITEST: _vitest, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, [script, folder], {
    detached: true,
    stdio: ['ignore', log, log],
    env,
    cwd: '/',
  });
  child.once('error', () => onFailure(null));
  // It ends with 0 when another keeper was quicker.
  child.once('exit', (code) => code !== 0 && onFailure(code));
  child.unref();
  closeSync(log);
}
