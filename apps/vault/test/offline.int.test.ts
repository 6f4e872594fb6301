import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { samplesFolder } from '@nexus/samples';
import { describe, expect, test } from 'vitest';

const journey = fileURLToPath(new URL('offline-journey.ts', import.meta.url));
const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** A network namespace of its own in which only loopback exists, where this account may make one. */
const canUnshare = spawnSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up || ifconfig lo up']).status === 0;
const canTrace = canUnshare && spawnSync('strace', ['-V']).status === 0;
if (!canUnshare) console.warn('SKIPPED: no network namespace can be made here; work without a network is not tested.');
else if (!canTrace) console.warn('SKIPPED: strace is not installed; attempts to connect are not counted.');

function withoutNetwork(command: string, args: string[], env: Record<string, string>): string {
  const script = '(ip link set lo up || ifconfig lo up) && exec "$@"';
  return execFileSync('unshare', ['-n', 'sh', '-c', script, 'sh', command, ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env } as NodeJS.ProcessEnv,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe.runIf(canUnshare)('without a network', () => {
  test('a folder is asked and answers', { timeout: 300_000 }, () => {
    const out = withoutNetwork(
      process.execPath,
      [cli, 'ask', samplesFolder, '¿Qué banco emitió el aval AV-2024-00391?', '--json'],
      {},
    );
    const read = JSON.parse(out) as { unread: unknown[]; answers: { outcome: string }[] };
    expect(read.unread).toEqual([]);
    expect(read.answers[0]?.outcome).toBe('answered');
  });

  test.runIf(canTrace)(
    'the server reads, answers and stops, and never tries to reach anybody',
    { timeout: 300_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'nexus-offline-'));
      try {
        const trace = join(folder, 'trace');
        const args = ['-f', '-qq', '-e', 'trace=connect,sendto,sendmsg', '-e', 'signal=none', '-o', trace];
        const out = withoutNetwork('strace', [...args, process.execPath, journey, join(folder, 'data')], {});
        expect(out).toContain('answered');
        const calls = readFileSync(trace, 'utf8').split('\n');
        // The trace sees what it should: the server's own clients on loopback.
        expect(calls.some((line) => /connect\(.*sin6?_addr.*(?:127\.0\.0\.1|"::1")/.test(line))).toBe(true);
        const outward = calls.filter(
          (line) => /AF_INET6?\b/.test(line) && !/"(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.0\.0\.1)"/.test(line),
        );
        expect(outward).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
