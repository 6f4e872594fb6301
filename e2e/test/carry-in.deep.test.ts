import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

describe.skipIf(reason !== null)('carried in, the long way : needs root', () => {
  let folder: string;
  let built: BuiltBundle;
  let env: Record<string, string>;
  let trace: string;
  let result: CarryInResult;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nexus-carry-in-deep-'));
    built = buildBundle(folder);
    env = bareEnvironment(folder);
    trace = canTrace ? join(folder, 'trace') : '';
    const args = [built.archive, built.publicKey, folder, trace];
    const [file = '', ...rest] = [...inNamespace('deceptive'), process.execPath, journey, ...args];
    const said = execFileSync(file, rest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    result = JSON.parse(said.trim().split('\n').at(-1)!) as CarryInResult;
  }, 3_600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Up, then asked to stop: what it printed and how it ended. */
  async function startAndStop(): Promise<{ said: string; code: number | null }> {
    const server = spawn(join(folder, 'opt/current/nexus'), ['start'], {
      cwd: folder,
      env: { ...env, NEXUS_DATA: join(folder, 'data'), NEXUS_PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const ended = once(server, 'exit') as Promise<[number | null]>;
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ctrl C')) server.kill('SIGTERM');
      });
    }
    return { code: (await ended)[0], said };
  }

  test('the same sources give the same bytes', () => {
    const again = mkdtempSync(join(tmpdir(), 'nexus-carry-in-again-'));
    try {
      const second = buildBundle(again, { key: built.key });
      expect(readFileSync(`${second.archive}.sha256`, 'utf8')).toBe(readFileSync(`${built.archive}.sha256`, 'utf8'));
    } finally {
      rmSync(again, { recursive: true, force: true });
    }
  });

  test('where there seems to be a network the journey is the same', () => {
    expect(result).toMatchObject({ answer: { outcome: 'answered' }, exitCode: 0 });
  });

  test.runIf(canTrace)('where there seems to be a network nothing tries it either : needs strace', () => {
    expect(outwardCalls(readFileSync(trace, 'utf8'))).toEqual([]);
  });

  test('a newer version is taken, works with the data, and is left again', async () => {
    const newer = buildBundle(join(folder, 'newer'), { key: built.key, version: '9.0.0' });
    const run = (...args: string[]) => {
      const [file = '', ...rest] = [...inNamespace('none'), join(folder, 'opt/current/nexus'), ...args];
      return execFileSync(file, rest, { cwd: folder, env, encoding: 'utf8' });
    };
    expect(run('upgrade', newer.archive)).toMatch(/✓ 9\.0\.0-[0-9a-f]{8} instalada y probada/);
    const upgraded = await startAndStop();
    expect(upgraded).toMatchObject({ code: 0, said: expect.stringContaining('✓ Nexus 9.0.0') });
    expect(run('rollback')).toMatch(/9\.0\.0-[0-9a-f]{8} → 0\.\d+\.\d+-/);
    const back = await startAndStop();
    expect(back).toMatchObject({ code: 0, said: expect.not.stringContaining('9.0.0') });
  });
});
