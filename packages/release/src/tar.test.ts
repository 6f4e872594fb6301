import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeHeader, padding } from './tar-header.ts';
import { readTar } from './tar-reader.ts';

const time = new Date('2026-03-02T10:00:00Z');

function archive(entries: { path: string; bytes: Buffer }[]): Buffer {
  const parts = entries.flatMap(({ path, bytes }) => [
    encodeHeader({ kind: 'file', path, mode: 0o644, size: bytes.length, time }),
    bytes,
    padding(bytes.length),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

async function* inChunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Buffer, chunk: number) {
  const found = [];
  for await (const { path, size, content } of readTar(inChunks(bytes, chunk)))
    found.push({ path, size, bytes: Buffer.concat(await Array.fromAsync(content)) });
  return found;
}

const entries = fc.array(
  fc.record({
    path: fc.stringMatching(/^[a-zñ/]{1,300}$/).filter((path) => !path.endsWith('/')),
    bytes: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 4 },
);

test('reads what it writes, however it is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(entries, fc.integer({ min: 1, max: 3_000 }), async (wanted, chunk) => {
      const found = await readAll(archive(wanted), chunk);
      expect(found).toEqual(wanted.map(({ path, bytes }) => ({ path, size: bytes.length, bytes })));
    }),
    { numRuns: 40 },
  );
});

test('a cut archive is noticed wherever it is cut', async () => {
  const bytes = archive([{ path: 'a', bytes: Buffer.alloc(700, 1) }]);
  for (const length of [0, 100, 512, 600, 1_212, 1_535])
    await expect(readAll(bytes.subarray(0, length), 512)).rejects.toThrow('early');
});

test('a header with another byte is refused', async () => {
  const bytes = archive([{ path: 'a', bytes: Buffer.from('hello') }]);
  bytes[0] = 'b'.charCodeAt(0);
  await expect(readAll(bytes, 512)).rejects.toThrow('checksum');
});

test('the system’s tar reads it too: long names, links, modes, times', () => {
  const long = `${'carpeta/'.repeat(20)}año.txt`;
  const parts = [
    encodeHeader({ kind: 'file', path: long, mode: 0o755, size: 2, time }),
    Buffer.from('ab'),
    padding(2),
    encodeHeader({ kind: 'link', path: 'enlace', target: long, mode: 0o777, size: 0, time }),
    Buffer.alloc(1024),
  ];
  const input = Buffer.concat(parts);
  const listed = execFileSync('tar', ['--utc', '--full-time', '--quoting-style=literal', '-tvf', '-'], {
    input,
    encoding: 'utf8',
  });
  expect(listed.replace(/ +/g, ' ')).toBe(
    `-rwxr-xr-x root/root 2 2026-03-02 10:00:00 ${long}\nlrwxrwxrwx root/root 0 2026-03-02 10:00:00 enlace -> ${long}\n`,
  );
});
