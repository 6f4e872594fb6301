import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../src/process-liveness.ts';

// The real thing in a temporary folder of its own, so that the server of this very run is left in peace.
let temporary: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'nexus-tt-'));
  // Open to the server's account, so that the socket lies in it too and nothing stays behind.
  chmodSync(temporary, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await until(() => keeperPid() === null || !isAlive(keeperPid()!));
  rmSync(temporary, { recursive: true, force: true });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 200_000; !isTrue(); await sleep(50)) {
    if (Date.now() > end) throw new Error('waited in vain');
  }
}

const shared = () => readdirSync(temporary).find((name) => name.startsWith('nexus-test-'));

function keeperPid(): number | null {
  const file = join(temporary, shared() ?? 'none', 'server.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : null;
}

/** A test process that makes a database and then waits. @returns the server's address that it was given */
function startClient(): Promise<{ child: ChildProcess; host: string }> {
  const { VITEST: _vitest, NEXUS_TEST_DATABASE_URL: _url, ...env } = process.env;
  const script = join(import.meta.dirname, 'client-process.ts');
  const child = spawn(process.execPath, [script], {
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (host) => resolve({ child, host }));
  });
}

describe.skipIf(process.env['NEXUS_TEST_DATABASE_URL'] !== undefined)('the shared test server', () => {
  it('is one for all that start at once, and goes when the last of them is gone, killed or not', async () => {
    const [one, two, three] = await Promise.all([startClient(), startClient(), startClient()]);
    expect(new Set([one.host, two.host, three.host]).size).toBe(1);
    const pid = keeperPid()!;
    one.child.kill('SIGKILL');
    two.child.kill('SIGTERM');
    await sleep(3_000);
    expect(isAlive(pid)).toBe(true);
    three.child.kill('SIGKILL');
    await until(() => !isAlive(pid));
    expect(existsSync(one.host)).toBe(false);
    expect(existsSync(join(temporary, shared()!, 'data'))).toBe(false);
  });

  it('is started anew after its keeper was killed', async () => {
    const before = await startClient();
    const pid = keeperPid()!;
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid));
    await startClient();
    expect(keeperPid()).not.toBe(pid);
    expect(before.child.exitCode).toBeNull();
  });
});
