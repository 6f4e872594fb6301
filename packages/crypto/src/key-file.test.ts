import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyFileError } from './errors.ts';
import { createEvaluationKeyFile, readKeyFile } from './key-file.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-key-'));
  path = join(folder, 'evaluation.key');
});
afterEach(() => rm(folder, { recursive: true }));

describe('key files', () => {
  it('are written once, for the owner only, and read back', async () => {
    const first = await createEvaluationKeyFile(path);
    expect(first.created).toBe(true);
    expect(first.key.length).toBe(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readKeyFile(path)).equals(first.key)).toBe(true);
    const second = await createEvaluationKeyFile(path);
    expect(second.created).toBe(false);
    expect(second.key.equals(first.key)).toBe(true);
  });

  it('are the same for all who make one at once, and leave no drafts', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => createEvaluationKeyFile(path)));
    expect(made.filter((one) => one.created).length).toBe(1);
    expect(new Set(made.map((one) => one.key.toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['evaluation.key']);
  });

  it.each([0o640, 0o604, 0o660, 0o644, 0o601])('are refused when others may use them (mode %o)', async (mode) => {
    await createEvaluationKeyFile(path);
    await chmod(path, mode);
    await expect(readKeyFile(path)).rejects.toThrow(/chmod 600/);
    await expect(createEvaluationKeyFile(path)).rejects.toThrow(KeyFileError);
  });

  it('are refused when any byte was changed or the end was cut', async () => {
    await createEvaluationKeyFile(path);
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1;
      await writeFile(path, changed);
      await expect(readKeyFile(path), `byte ${at}`).rejects.toThrow(KeyFileError);
      await writeFile(path, whole.subarray(0, at));
      await expect(readKeyFile(path), `cut at ${at}`).rejects.toThrow(KeyFileError);
    }
  });

  it('are refused when huge, a folder, or missing', async () => {
    await writeFile(path, Buffer.alloc(100_000, 65), { mode: 0o600 });
    await expect(readKeyFile(path)).rejects.toThrow(KeyFileError);
    await expect(readKeyFile(folder)).rejects.toThrow(KeyFileError);
    await expect(readKeyFile(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
  });

  it('may be reached through a link, as mounted secrets are', async () => {
    const { key } = await createEvaluationKeyFile(path);
    await symlink(path, join(folder, 'link'));
    expect((await readKeyFile(join(folder, 'link'))).equals(key)).toBe(true);
  });
});
