import { createHmac, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rootPurposeKey } from '../key-derivation.ts';
import { keyIdOf } from '../key-wrapping.ts';
import { equalInConstantTime } from '../tokens.ts';
import type { Share } from './share-text.ts';
import { UnsealError } from './unseal.errors.ts';
import {
  openKeyFile,
  openPassphrase,
  openShares,
  parseKeyFile,
  pretendToOpen,
  rewrapMethods,
  type SharesMethod,
  type UnsealMethod,
} from './unseal-methods.ts';

/** The methods that open one root key. While the root key is being rotated a file has two of these, and the database says which holds. */
export type UnsealGeneration = {
  rootKeyId: string;
  /** Counts every change; the database remembers the last one, so that an old file that is put back is recognised. */
  revision: number;
  methods: UnsealMethod[];
  /** Sets of shares that were replaced, oldest first. */
  retiredSets: string[];
  mac: string;
};

export type UnsealFile = { format: typeof format; generations: UnsealGeneration[] };

/** A root key that a credential opened, with the generation that it was in. */
export type OpenedRoot = { rootKey: Buffer; generation: UnsealGeneration; methodId: string };

const format = 'nexus-unseal 1';
const largestFile = 256 * 1024;

export function newGeneration(
  rootKey: Uint8Array,
  revision: number,
  methods: readonly UnsealMethod[],
  retiredSets: readonly string[] = [],
): UnsealGeneration {
  if (methods.length === 0) throw new UnsealError('last_method', 'Without any method nobody could unseal again.');
  const body = {
    rootKeyId: keyIdOf(rootKey).toString('hex'),
    revision,
    methods: [...methods],
    retiredSets: [...retiredSets],
  };
  return { ...body, mac: macOf(rootKey, body) };
}

export function unsealFileOf(...generations: UnsealGeneration[]): UnsealFile {
  return { format, generations };
}

/** The generation as it is with another root key. */
export function rewrapGeneration(
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  generation: UnsealGeneration,
): UnsealGeneration {
  const methods = rewrapMethods(oldRoot, newRoot, generation.methods);
  return newGeneration(newRoot, generation.revision + 1, methods, generation.retiredSets);
}

/** @throws UnsealError `wrong_passphrase` after the same work as a right one; NotApprovedError where the only passphrase is not approved */
export async function unsealWithPassphrase(file: UnsealFile, passphrase: string): Promise<OpenedRoot[]> {
  const opened: OpenedRoot[] = [];
  let tried = 0;
  for (const generation of file.generations) {
    for (const method of generation.methods) {
      if (method.kind !== 'passphrase') continue;
      tried += 1;
      const rootKey = await openPassphrase(method, passphrase);
      if (rootKey !== null) opened.push(verified(rootKey, generation, method));
    }
  }
  if (tried === 0) await pretendToOpen(passphrase);
  if (opened.length === 0) throw new UnsealError('wrong_passphrase', 'The passphrase opens nothing.');
  return opened;
}

/** @throws UnsealError `wrong_kind`, `wrong_key_file` */
export function unsealWithKeyFile(file: UnsealFile, content: string): OpenedRoot[] {
  const key = parseKeyFile(content);
  const opened = file.generations.flatMap((generation) =>
    generation.methods.flatMap((method) => {
      const rootKey = method.kind === 'keyFile' ? openKeyFile(method, key) : null;
      return rootKey === null ? [] : [verified(rootKey, generation, method)];
    }),
  );
  if (opened.length === 0)
    throw new UnsealError(
      'wrong_key_file',
      'The key file belongs to another installation or to a method that was removed.',
    );
  return opened;
}

/** @throws UnsealError as `openShares` */
export function unsealWithShares(file: UnsealFile, shares: readonly Share[]): OpenedRoot[] {
  const setId = shares[0]?.setId;
  return file.generations.flatMap((generation) => {
    const method = generation.methods.find((one): one is SharesMethod => one.kind === 'shares' && one.setId === setId);
    return method === undefined ? [] : [verified(openShares(method, shares), generation, method)];
  });
}

/** Null when there is none. @throws UnsealError `file_damaged` */
export async function readUnsealFile(path: string): Promise<UnsealFile | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : parseUnsealFile(text);
}

/** Whole or not at all, and on the disk when it resolves. Nothing in it opens anything without a passphrase, key file or shares. */
export async function writeUnsealFile(path: string, file: UnsealFile): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), constants.O_RDONLY);
  await folder.sync().finally(() => folder.close());
}

/** @throws UnsealError `file_damaged` that says where */
export function parseUnsealFile(text: string): UnsealFile {
  const refuse = (what: string): never => {
    throw new UnsealError('file_damaged', `unseal.json is damaged: ${what}. Put it back from the newest backup.`);
  };
  if (text.length > largestFile) refuse('it is far too large');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('it is not JSON');
  }
  const file = value as UnsealFile;
  if (file?.format !== format) refuse(`its format is not "${format}"`);
  if (!Array.isArray(file.generations) || file.generations.length < 1 || file.generations.length > 2)
    refuse('it has no generation of methods');
  for (const generation of file.generations) {
    const isWhole =
      /^[0-9a-f]{32}$/.test(generation?.rootKeyId) &&
      Number.isSafeInteger(generation.revision) &&
      /^[0-9a-f]{64}$/.test(generation.mac) &&
      Array.isArray(generation.retiredSets) &&
      Array.isArray(generation.methods) &&
      generation.methods.length > 0;
    if (!isWhole) refuse('a generation lacks a part');
    for (const [i, method] of generation.methods.entries())
      if (!isMethod(method)) refuse(`method ${i + 1} lacks a part`);
  }
  return file;
}

function isMethod(method: UnsealMethod): boolean {
  const isBase =
    /^[0-9a-f]{16}$/.test(method?.id) &&
    [method.wrapped, method.escrow, method.createdAt].every((field) => typeof field === 'string');
  if (!isBase) return false;
  if (method.kind === 'passphrase') return typeof method.salt === 'string' && typeof method.cost?.scheme === 'string';
  if (method.kind === 'keyFile') return typeof method.keyId === 'string';
  return (
    method.kind === 'shares' &&
    /^[0-9a-f]{16}$/.test(method.setId) &&
    Number.isInteger(method.threshold) &&
    Array.isArray(method.commitments)
  );
}

/** A method may be genuine and its file not: one that somebody added, or took away, is found here. */
function verified(rootKey: Buffer, generation: UnsealGeneration, { id }: UnsealMethod): OpenedRoot {
  if (!equalInConstantTime(macOf(rootKey, generation), generation.mac))
    throw new UnsealError(
      'file_forged',
      'unseal.json was changed by somebody who does not have the root key. Put it back from a backup.',
    );
  return { rootKey, generation, methodId: id };
}

function macOf(rootKey: Uint8Array, generation: Omit<UnsealGeneration, 'mac'>): string {
  const { rootKeyId, revision, methods, retiredSets } = generation;
  const text = JSON.stringify([format, rootKeyId, revision, methods.map(sortedEntries), retiredSets]);
  return createHmac('sha256', rootPurposeKey(rootKey, 'unseal')).update(text).digest('hex');
}

/** The order of keys in a file that somebody formatted anew does not count; everything else does. */
function sortedEntries(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortedEntries);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => [key, sortedEntries(field)]);
}
