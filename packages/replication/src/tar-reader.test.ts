import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplicationError } from './replication.errors.ts';
import { readTar } from './tar-reader.ts';

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Buffer, size: number) {
  const entries: { path: string; kind: string; mode: number; body: string }[] = [];
  for await (const { path, kind, mode, body } of readTar(inPieces(bytes, size))) {
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(Buffer.from(part));
    entries.push({ path, kind, mode, body: Buffer.concat(parts).toString('latin1') });
  }
  return entries;
}

function tarOf(format: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-tar-'));
  try {
    mkdirSync(join(folder, 'base', '5'), { recursive: true });
    writeFileSync(join(folder, 'base', '5', '1259'), 'x'.repeat(8_192), { mode: 0o600 });
    writeFileSync(join(folder, 'empty'), '', { mode: 0o600 });
    writeFileSync(join(folder, 'n'.repeat(180)), 'long', { mode: 0o640 });
    symlinkSync('/elsewhere', join(folder, 'link'));
    return execFileSync('tar', [`--format=${format}`, '--sort=name', '-C', folder, '-cf', '-', '.']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each(['ustar', 'gnu', 'pax'].filter((format) => format !== 'ustar'))(
  'an archive of tar in the format %s is read, however it is cut',
  async (format) => {
    const bytes = tarOf(format);
    for (const size of [7, 512, 10_000, bytes.length]) {
      const entries = await readAll(bytes, size);
      expect(entries.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
        './ directory',
        './base/ directory',
        './base/5/ directory',
        './base/5/1259 file',
        './empty file',
        './link link',
        `./${'n'.repeat(180)} file`,
      ]);
      expect(entries[3]).toMatchObject({ mode: 0o600, body: 'x'.repeat(8_192) });
      expect(entries[6]).toMatchObject({ mode: 0o640, body: 'long' });
    }
  },
);

test('an archive that is cut short is refused wherever it is cut before its end', async () => {
  const bytes = tarOf('gnu');
  const lastContent = bytes.lastIndexOf('long') + 4;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: lastContent - 1 }), async (end) => {
      if (end % 512 === 0) return;
      await expect(readAll(bytes.subarray(0, end), 4_096)).rejects.toThrow(ReplicationError);
    }),
    { numRuns: 100 },
  );
});

test('a damaged header is refused', async () => {
  const bytes = tarOf('gnu');
  bytes[20]! ^= 1;
  await expect(readAll(bytes, 4_096)).rejects.toThrow('damaged header');
});
