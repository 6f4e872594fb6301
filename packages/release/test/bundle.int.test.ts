import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkTree } from '../src/check-tree.ts';
import { type AddOptions, addVersion, createInstallation, goBack, openInstallation } from '../src/installation.ts';
import { findManifest } from '../src/read-bundle.ts';
import { createReleaseKey } from '../src/signature.ts';
import { unpackBundle } from '../src/unpack-bundle.ts';
import { writeSmallBundle } from './small-bundle.ts';

const key = createReleaseKey();
const otherKey = createReleaseKey();
let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-release-'));
  bundle = await writeSmallBundle(join(folder, 'first.tar.gz'), key.privatePem);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
const newFolder = async () => {
  count += 1;
  const path = join(folder, `target-${count}`);
  await mkdir(path);
  return path;
};

async function unpack(archive = bundle, publicPem = key.publicPem) {
  const root = await newFolder();
  const signed = await unpackBundle(archive, { publicPem, accept: async () => root });
  return { root, signed };
}

async function altered(change: (tar: Buffer) => Buffer): Promise<string> {
  count += 1;
  const path = join(folder, `altered-${count}.tar.gz`);
  await writeFile(path, gzipSync(change(gunzipSync(await readFile(bundle)))));
  return path;
}

test('the same contents give the same bytes', async () => {
  const again = await writeSmallBundle(join(folder, 'again.tar.gz'), key.privatePem);
  expect((await readFile(again)).equals(await readFile(bundle))).toBe(true);
});

describe('unpacking', () => {
  test('gives what the manifest says, with modes, times and links', async () => {
    const { root, signed } = await unpack();
    expect((await checkTree(root, signed.manifest, signed.sha256)).faults).toEqual([]);
    expect((await lstat(join(root, 'nexus'))).mode & 0o777).toBe(0o755);
    expect((await lstat(join(root, 'empty'))).mtime).toEqual(new Date('2026-03-02T10:00:00Z'));
    expect(await readlink(join(root, 'node_modules/@nexus/kernel'))).toBe('../../packages/kernel');
    expect((await findManifest(root, key.publicPem))?.id).toBe(signed.id);
  });

  test('a bundle that somebody else signed writes nothing', async () => {
    const foreign = await writeSmallBundle(join(folder, 'foreign.tar.gz'), otherKey.privatePem);
    const root = await newFolder();
    const accept = async () => root;
    await expect(unpackBundle(foreign, { publicPem: key.publicPem, accept })).rejects.toMatchObject({
      code: 'bad_signature',
    });
    expect(await readdir(root)).toEqual([]);
  });

  test('any changed byte of any part is noticed', async () => {
    const size = gunzipSync(await readFile(bundle)).length;
    // Every 97th byte of the archive: manifest, signature, headers, contents. Padding and fields that nobody reads change nothing.
    let noticed = 0;
    for (let at = 5; at < size - 1_024; at += 97) {
      const archive = await altered((tar) => {
        tar[at]! ^= 0x20;
        return tar;
      });
      const result = await unpack(archive).catch((error: { code: string }) => error.code);
      if (typeof result === 'string') {
        expect(['bad_signature', 'not_a_bundle', 'changed', 'truncated']).toContain(result);
        noticed += 1;
      } else expect((await checkTree(result.root, result.signed.manifest, result.signed.sha256)).faults).toEqual([]);
    }
    expect(noticed).toBeGreaterThan(20);
  });

  test('a file with other content of the same length is named', async () => {
    const archive = await altered((tar) => {
      tar.write('export const one = 2;\n', tar.indexOf('export const one = 1;\n'));
      return tar;
    });
    await expect(unpack(archive)).rejects.toMatchObject({
      code: 'changed',
      message: expect.stringContaining('packages/kernel/index.ts'),
    });
  });

  test.each([0, 10, 0.3, 0.9, 0.999])('a cut bundle (%d of it) is told as cut', async (part) => {
    const bytes = await readFile(bundle);
    const path = join(folder, `cut-${part}.tar.gz`);
    await writeFile(path, bytes.subarray(0, part < 1 ? Math.floor(bytes.length * part) : part));
    await expect(unpack(path)).rejects.toMatchObject({ code: 'truncated' });
  });

  test('another file is told as none of ours', async () => {
    const path = join(folder, 'other.tar.gz');
    await writeFile(path, gzipSync(Buffer.alloc(4_096)));
    await expect(unpack(path)).rejects.toMatchObject({ code: 'not_a_bundle' });
    await writeFile(path, 'plain text');
    await expect(unpack(path)).rejects.toMatchObject({ code: 'truncated' });
  });

  test('writes through no link that waits in its way', async () => {
    const root = await newFolder();
    const victim = join(folder, 'victim');
    await writeFile(victim, 'mine');
    await symlink(victim, join(root, 'empty'));
    await expect(unpackBundle(bundle, { publicPem: key.publicPem, accept: async () => root })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await readFile(victim, 'utf8')).toBe('mine');
  });
});

describe('checking a folder', () => {
  let root: string;
  let check: (record?: Awaited<ReturnType<typeof checkTree>>['record'] | null) => ReturnType<typeof checkTree>;
  beforeEach(async () => {
    const unpacked = await unpack();
    root = unpacked.root;
    check = (record = null) =>
      checkTree(root, unpacked.signed.manifest, unpacked.signed.sha256, { record, ignore: ['data'] });
  });

  test('names what was changed, removed, added, or made executable', async () => {
    await writeFile(join(root, 'packages/kernel/index.ts'), 'export const one = 2;\n');
    await rm(join(root, 'empty'));
    await writeFile(join(root, 'packages/kernel/9999-more.sql'), 'drop table x');
    await chmod(join(root, 'release-key.pub'), 0o755);
    await rm(join(root, 'node_modules/@nexus/kernel'));
    await symlink('../../packages', join(root, 'node_modules/@nexus/kernel'));
    await mkdir(join(root, 'data'));
    await writeFile(join(root, 'data/own.txt'), 'not the program’s');
    expect((await check()).faults).toEqual([
      { path: 'empty', fault: 'missing' },
      { path: 'node_modules/@nexus/kernel', fault: 'changed' },
      { path: 'packages/kernel/9999-more.sql', fault: 'extra' },
      { path: 'packages/kernel/index.ts', fault: 'changed' },
      { path: 'release-key.pub', fault: 'mode' },
    ]);
  });

  test('reads each file once; the second time a look is enough, and what changed since is read again', async () => {
    const first = await check();
    expect(first.filesRead).toBe(5);
    expect((await check(first.record)).filesRead).toBe(0);
    // Same length and the old time put back, as somebody would who knows what is looked at.
    const path = join(root, 'packages/kernel/index.ts');
    const { mtime } = await lstat(path);
    await writeFile(path, 'export const one = 7;\n');
    await utimes(path, mtime, mtime);
    const second = await check(first.record);
    expect(second.faults).toEqual([{ path: 'packages/kernel/index.ts', fault: 'changed' }]);
    // What is wrong stays wrong, whatever was recorded.
    expect((await check(second.record)).faults).toEqual(second.faults);
  });

  test('a record of another version is worth nothing', async () => {
    const { record } = await check();
    expect((await check({ ...record, manifestSha256: '0'.repeat(64) })).filesRead).toBe(5);
  });
});

describe('an installation', () => {
  let prefix: string;
  const options: AddOptions = { platform: 'linux-x64', tryOut: async () => {} };
  const add = async (archive: string, extra: Partial<AddOptions> = {}) =>
    await addVersion(await openInstallation(prefix), archive, { ...options, ...extra });
  const current = async () => (await readlink(join(prefix, 'current'))).replace('versions/', '');
  const snapshot = async () => [await current(), ...(await readdir(join(prefix, 'versions'))).sort()];

  beforeEach(async () => {
    prefix = await newFolder();
    await createInstallation(prefix, key.publicPem, (target) =>
      unpackBundle(bundle, { publicPem: key.publicPem, accept: async () => target }),
    );
  });

  test('takes a newer version, keeps the one before, and goes back to it', async () => {
    const before = await current();
    const newer = await writeSmallBundle(join(folder, 'newer.tar.gz'), key.privatePem, { version: '0.2.0' });
    const tried: string[] = [];
    const added = await add(newer, {
      tryOut: async (root) => void tried.push(await readFile(join(root, 'nexus'), 'utf8')),
    });
    expect(added).toMatchObject({ outcome: 'added', previous: before });
    expect(tried).toHaveLength(1);
    expect(await current()).toBe(added.id);
    expect(added.id).toMatch(/^0\.2\.0-[0-9a-f]{8}$/);
    const installation = await openInstallation(prefix);
    expect(await goBack(installation)).toEqual({ from: added.id, to: before });
    expect(await current()).toBe(before);
    await expect(goBack(await openInstallation(prefix))).rejects.toMatchObject({ code: 'not_installed' });
  });

  test('the same bundle again changes nothing; a later build of the same version is newer', async () => {
    const before = await snapshot();
    expect(await add(bundle)).toMatchObject({ outcome: 'there_already' });
    expect(await snapshot()).toEqual(before);
    const build = await writeSmallBundle(join(folder, 'build.tar.gz'), key.privatePem, {
      time: '2026-03-03T10:00:00Z',
    });
    expect(await add(build)).toMatchObject({ outcome: 'added' });
  });

  test('refuses what is older, foreign, changed, cut, for another machine, or does not run, and stays as it was', async () => {
    const before = await snapshot();
    const write = (name: string, options: Parameters<typeof writeSmallBundle>[2], by = key) =>
      writeSmallBundle(join(folder, name), by.privatePem, options);
    const older = await write('older.tar.gz', { version: '0.0.9', time: '2027-01-01T00:00:00Z' });
    await expect(add(older)).rejects.toMatchObject({ code: 'older' });
    const olderBuild = await write('older-build.tar.gz', { time: '2026-03-01T10:00:00Z' });
    await expect(add(olderBuild)).rejects.toMatchObject({ code: 'older' });
    const foreign = await write('foreign-2.tar.gz', { version: '0.2.0' }, otherKey);
    await expect(add(foreign)).rejects.toMatchObject({ code: 'bad_signature' });
    const arm = await write('arm.tar.gz', { version: '0.2.0', platform: 'linux-arm64' });
    await expect(add(arm)).rejects.toMatchObject({ code: 'other_platform' });
    const newer = await write('newer-2.tar.gz', { version: '0.2.0' });
    const bytes = await readFile(newer);
    await writeFile(join(folder, 'newer-cut.tar.gz'), bytes.subarray(0, bytes.length - 100));
    await expect(add(join(folder, 'newer-cut.tar.gz'))).rejects.toMatchObject({ code: 'truncated' });
    const fails = async () => {
      throw new Error('no such instruction');
    };
    await expect(add(newer, { tryOut: fails })).rejects.toThrow('no such instruction');
    expect(await snapshot()).toEqual(before);
    // And the good one still goes in.
    expect(await add(newer)).toMatchObject({ outcome: 'added' });
  });

  test('a second installation in the same place is refused', async () => {
    await expect(createInstallation(prefix, key.publicPem, async () => expect.fail())).rejects.toMatchObject({
      code: 'in_the_way',
    });
  });
});
