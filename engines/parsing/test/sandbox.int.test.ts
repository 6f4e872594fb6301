import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxArguments } from '../src/sandbox/child-process.ts';

const run = promisify(execFile);
const probe = fileURLToPath(new URL('./fixtures/fence-probe.ts', import.meta.url));

let folder: string;
let server: Server;
let connections = 0;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fence-')));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = createServer(() => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
  rmSync(new URL('./fixtures/written-by-probe', import.meta.url), { force: true });
});

async function probeWith(args: readonly string[]): Promise<{ results: Record<string, string>; environment: string[] }> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { stdout } = await run(process.execPath, [...args, join(folder, 'secret.txt'), String(port)], {
    env: {},
    cwd: '/',
  });
  return JSON.parse(stdout) as { results: Record<string, string>; environment: string[] };
}

describe('the fence around a parser child', () => {
  it('stops every way out, and gives no environment', async () => {
    const main = new URL('./fixtures/fence-probe.ts', import.meta.url);
    const fence = sandboxArguments({ main, memoryMb: 256 });
    const { results, environment } = await probeWith([`--allow-fs-read=${probe}`, ...fence]);
    expect(environment).toEqual([]);
    expect(connections).toBe(0);
    const open = Object.entries(results).filter(
      ([, result]) => !/^ERR_(?:ACCESS_DENIED|DLOPEN_DISABLED)$/.test(result),
    );
    expect(Object.fromEntries(open)).toEqual({});
    expect(Object.keys(results)).toHaveLength(13);
  });

  it('is what stops them: without it the same attempts succeed', async () => {
    const { results } = await probeWith([probe]);
    expect(results['read the data folder']).toBe('done');
    expect(results['write a file']).toBe('done');
    expect(results['start a process']).toBe('done');
    expect(results['start a worker']).toBe('done');
    expect(results['connect']).toBe('done');
    expect(connections).toBeGreaterThan(0);
  });

  it('opens code folders only', () => {
    const folders = sandboxArguments({ main: new URL('file:///x.ts'), memoryMb: 1 })
      .filter((arg) => arg.startsWith('--allow-fs-read='))
      .map((arg) => arg.slice('--allow-fs-read='.length));
    expect(folders.length).toBeGreaterThan(5);
    for (const path of folders)
      expect(path).toMatch(
        /\/engines\/parsing\/(?:src|package\.json)$|\/packages\/kernel$|\/node_modules\/(?:@[\w.-]+\/)?[\w.-]+$/,
      );
    expect(
      sandboxArguments({ main: new URL('file:///x.ts'), memoryMb: 1 }).filter((arg) => /allow-(?!fs-read)/.test(arg)),
    ).toEqual([]);
  });
});
