import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enterFipsMode, leaveFipsMode } from '../fips.ts';
import { generateKey, keyIdOf } from '../key-wrapping.ts';
import type { PasswordCost } from '../passwords.ts';
import { formatShare, parseShare } from './share-text.ts';
import {
  newGeneration,
  parseUnsealFile,
  readUnsealFile,
  rewrapGeneration,
  type UnsealFile,
  unsealFileOf,
  unsealWithKeyFile,
  unsealWithPassphrase,
  unsealWithShares,
  writeUnsealFile,
} from './unseal-file.ts';
import { newKeyFile, newPassphrase, newShares, recogniseShare } from './unseal-methods.ts';

const now = new Date('2026-05-04T10:00:00Z');
const cheap: PasswordCost = { scheme: 'argon2id', memory: 64, passes: 1, lanes: 1 };
const passphrase = 'cuatro farolas junto al mar';
const rootKey = generateKey();

async function allMethods() {
  const word = await newPassphrase(rootKey, passphrase, now, cheap);
  const { method: keyFile, content } = newKeyFile(rootKey, now);
  const { method: set, shares } = newShares(rootKey, 3, 5, now);
  const file = unsealFileOf(newGeneration(rootKey, 1, [word, keyFile, set], ['00112233445566aa']));
  return { file, content, shares, methods: [word, keyFile, set] };
}

const recognised = (file: UnsealFile, texts: readonly string[]) =>
  texts.map((text) => recogniseShare(file.generations[0]!.methods, file.generations[0]!.retiredSets, text).share);

describe('each method', () => {
  it('opens the same root key', async () => {
    const { file, content, shares } = await allMethods();
    expect((await unsealWithPassphrase(file, passphrase))[0]!.rootKey).toEqual(rootKey);
    expect(unsealWithKeyFile(file, content)[0]!.rootKey).toEqual(rootKey);
    expect(unsealWithShares(file, recognised(file, [shares[4]!, shares[0]!, shares[2]!]))[0]!.rootKey).toEqual(rootKey);
  });

  it('leaves nothing in the file that opens it', async () => {
    const { file, content, shares } = await allMethods();
    const text = JSON.stringify(file);
    expect(text).not.toContain(passphrase);
    expect(text).not.toContain(content.split('\n')[1]!);
    expect(text).not.toContain(rootKey.toString('base64'));
    for (const share of shares) {
      const { value } = parseShare(share);
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(text).not.toContain(value.toString(encoding));
    }
  });

  it('refuses the wrong passphrase and the wrong key file', async () => {
    const { file } = await allMethods();
    await expect(unsealWithPassphrase(file, `${passphrase}.`)).rejects.toMatchObject({ code: 'wrong_passphrase' });
    const other = newKeyFile(rootKey, now).content;
    expect(() => unsealWithKeyFile(file, other)).toThrow(expect.objectContaining({ code: 'wrong_key_file' }));
  });

  it.each([
    ['the evaluation key', 'nexus-key-file 1\nAAAA\n00\n', /evaluation key/],
    ['a share', 'NXS1-AAAA', /share/],
    ['a picture', '\x89PNG', /begins with/],
  ])('says that %s is no unseal key file', async (_, content, words) => {
    const { file } = await allMethods();
    expect(() => unsealWithKeyFile(file, content)).toThrow(words);
    expect(() => unsealWithKeyFile(file, content)).toThrow(expect.objectContaining({ code: 'wrong_kind' }));
  });

  it('refuses passphrases that a machine at home would find', async () => {
    await expect(newPassphrase(rootKey, 'corta', now, cheap)).rejects.toThrow(/16/);
  });
});

describe('shares', () => {
  it('open nothing when one is missing, and say how many there are', async () => {
    const { file, shares } = await allMethods();
    const two = recognised(file, shares.slice(0, 2));
    expect(() => unsealWithShares(file, two)).toThrow(/2 of 3/);
    expect(() => unsealWithShares(file, [two[0]!, two[1]!, two[1]!])).toThrow(
      expect.objectContaining({ code: 'share_given_twice' }),
    );
  });

  it('are named when forged, with a check value that fits', async () => {
    const { file, shares } = await allMethods();
    const genuine = parseShare(shares[1]!);
    const value = Buffer.from(genuine.value);
    value[7]! ^= 1;
    for (const forged of [
      { ...genuine, value },
      { ...genuine, index: 4 },
      { ...genuine, threshold: 2 },
      { ...genuine, index: 0 },
      { ...genuine, index: 200 },
    ]) {
      expect(() => recognised(file, [formatShare(forged)])).toThrow(expect.objectContaining({ code: 'share_forged' }));
      expect(() => recognised(file, [formatShare(forged)])).toThrow(
        new RegExp(`Share ${forged.index} of set ${genuine.setId}`),
      );
    }
  });

  it('of a replaced set, and of another installation, are told apart', async () => {
    const { file } = await allMethods();
    const { setId, ...foreign } = parseShare(newShares(rootKey, 2, 3, now).shares[0]!);
    expect(() => recognised(file, [formatShare({ ...foreign, setId })])).toThrow(
      expect.objectContaining({ code: 'share_of_another_installation' }),
    );
    expect(() => recognised(file, [formatShare({ ...foreign, setId: '00112233445566aa' })])).toThrow(
      expect.objectContaining({ code: 'share_of_older_set' }),
    );
  });
});

describe('the file', () => {
  it('is written whole and read back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nexus-unseal-'));
    try {
      const path = join(folder, 'unseal.json');
      expect(await readUnsealFile(path)).toBeNull();
      const { file } = await allMethods();
      await writeUnsealFile(path, file);
      expect(await readUnsealFile(path)).toEqual(file);
      expect(await readdir(folder)).toEqual(['unseal.json']);
      expect(parseUnsealFile(JSON.stringify(JSON.parse(await readFile(path, 'utf8'))))).toEqual(file);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['a method that was taken away', (file: UnsealFile) => file.generations[0]!.methods.pop()],
    [
      'a method that was added',
      (file: UnsealFile) => file.generations[0]!.methods.push(newKeyFile(generateKey(), now).method),
    ],
    ['an older number', (file: UnsealFile) => (file.generations[0]!.revision = 0)],
    ['a set that is no longer retired', (file: UnsealFile) => file.generations[0]!.retiredSets.pop()],
  ])('shows %s', async (_, change) => {
    const { file } = await allMethods();
    change(file);
    await expect(unsealWithPassphrase(file, passphrase)).rejects.toMatchObject({ code: 'file_forged' });
  });

  it('that is cut, empty or of something else says so', async () => {
    const { file } = await allMethods();
    const text = JSON.stringify(file);
    const bad = [
      '',
      '{}',
      'null',
      text.slice(0, -9),
      text.replace('nexus-unseal 1', 'nexus-unseal 9'),
      text.replace('"wrapped"', '"wrappd"'),
      '{"format":"nexus-unseal 1","generations":[]}',
    ];
    for (const damaged of bad)
      expect(() => parseUnsealFile(damaged), damaged.slice(0, 60)).toThrow(
        expect.objectContaining({ code: 'file_damaged' }),
      );
  });

  it('cannot be without any method', () => {
    expect(() => newGeneration(rootKey, 1, [])).toThrow(expect.objectContaining({ code: 'last_method' }));
  });

  it('wraps a new root key for the passphrase, key file and shares that people have', async () => {
    const { file, content, shares } = await allMethods();
    const newRoot = generateKey();
    const next = rewrapGeneration(rootKey, newRoot, file.generations[0]!);
    expect(next).toMatchObject({ revision: 2, rootKeyId: keyIdOf(newRoot).toString('hex') });
    const both = unsealFileOf(file.generations[0]!, next);
    const roots = [
      await unsealWithPassphrase(both, passphrase),
      unsealWithKeyFile(both, content),
      unsealWithShares(both, recognised(both, shares.slice(2))),
    ];
    for (const opened of roots) expect(opened.map((one) => one.rootKey)).toEqual([rootKey, newRoot]);
  });
});

describe('in FIPS mode', () => {
  it('makes passphrases with PBKDF2, and refuses those from before with a sentence', async () => {
    enterFipsMode(() => false);
    try {
      const { file } = await allMethods();
      await expect(unsealWithPassphrase(file, passphrase)).rejects.toThrow(/argon2id is not an approved algorithm/);
      const word = await newPassphrase(rootKey, passphrase, now);
      expect(word.cost).toEqual({ scheme: 'pbkdf2', iterations: 600_000 });
      const approved = unsealFileOf(newGeneration(rootKey, 1, [word]));
      expect((await unsealWithPassphrase(approved, passphrase))[0]!.rootKey).toEqual(rootKey);
      await expect(unsealWithPassphrase(approved, 'otra cosa distinta')).rejects.toMatchObject({
        code: 'wrong_passphrase',
      });
    } finally {
      leaveFipsMode();
    }
  });
});

it('takes about as long for a wrong passphrase, with and without a passphrase to compare with', async () => {
  const word = await newPassphrase(rootKey, passphrase, now);
  const withOne = unsealFileOf(newGeneration(rootKey, 1, [word]));
  const withNone = unsealFileOf(newGeneration(rootKey, 1, [newKeyFile(rootKey, now).method]));
  const time = async (file: UnsealFile, text: string) => {
    const start = performance.now();
    await unsealWithPassphrase(file, text).catch(() => {});
    return performance.now() - start;
  };
  await time(withOne, passphrase);
  const [right, wrong, none] = [await time(withOne, passphrase), await time(withOne, 'x'), await time(withNone, 'x')];
  expect(wrong).toBeGreaterThan(right / 5);
  expect(none).toBeGreaterThan(right / 5);
});
