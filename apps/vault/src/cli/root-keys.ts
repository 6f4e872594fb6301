import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readKeyFile,
  readUnsealFile,
  UnsealError,
  type UnsealFile,
  unsealWithKeyFile,
  unsealWithPassphrase,
  unsealWithShares,
} from '@nexus/crypto';
import { refusalWords, type UnsealInputMethod } from '../sealed/refusal-words.ts';
import { createShareCollection } from '../sealed/share-collection.ts';
import { prompt } from './prompt.ts';
import { keyUsage, UsageError } from './usage.ts';

/** What opens a backup where there is no server: the evaluation key, or `unseal.json` with what people have. */
export type KeyOptions = {
  /** File of the evaluation key. */
  key: string | undefined;
  unseal: string | undefined;
  /** Unseal key file. */
  keyFile: string | undefined;
  share: boolean;
};

/** `source`: the file that a restored data folder needs to be opened again in the same way. */
export type RootKeys = { rootKeys: Buffer[]; source: { kind: 'evaluation' | 'unseal'; path: string } };

/** Something that the person can mend, said in both languages. */
export class RootKeyError extends Error {}

/** Without options: what lies in NEXUS_DATA. Two keys when a replacement of the root key was broken off: either may be that of the backup. */
export async function openRootKeys(options: KeyOptions, dataDir: string): Promise<RootKeys> {
  const path = unsealFileOf(options, dataDir);
  if (path === null) {
    const key = options.key ?? join(dataDir, 'evaluation.key');
    if (!existsSync(key))
      throw new RootKeyError(
        `No existe ${key}. Dé --unseal <unseal.json> (y la frase, el archivo o las partes), o --key <evaluation.key>. / There is no such file: give --unseal or --key.`,
      );
    return { rootKeys: [await readKeyFile(key)], source: { kind: 'evaluation', path: key } };
  }
  const file = await readUnsealFile(path).catch((error: unknown) => refuse(error, 'share'));
  if (file === null) throw new RootKeyError(`No existe ${path}. / There is no such file.`);
  const opened = await openWithPeople(file, options);
  return { rootKeys: opened.map(({ rootKey }) => rootKey), source: { kind: 'unseal', path } };
}

/** Null for the evaluation key. */
function unsealFileOf({ key, unseal }: KeyOptions, dataDir: string): string | null {
  if (key !== undefined && unseal !== undefined) throw new UsageError(keyUsage);
  if (key !== undefined) return null;
  if (unseal !== undefined) return unseal;
  const usual = join(dataDir, 'unseal.json');
  return !existsSync(join(dataDir, 'evaluation.key')) && existsSync(usual) ? usual : null;
}

async function openWithPeople(file: UnsealFile, { keyFile, share }: KeyOptions) {
  if (keyFile !== undefined) {
    const content = await readFile(keyFile, 'utf8');
    return await attempt('keyFile', () => unsealWithKeyFile(file, content.slice(0, 4_096)));
  }
  const kinds = new Set(file.generations.flatMap(({ methods }) => methods.map(({ kind }) => kind)));
  if (!share && kinds.has('passphrase')) {
    const passphrase = await prompt('Frase de paso / passphrase: ', { hidden: true });
    if (!passphrase) throw new RootKeyError('No se ha dado ninguna frase. / No passphrase was given.');
    return await attempt('passphrase', () => unsealWithPassphrase(file, passphrase));
  }
  if (!kinds.has('shares'))
    throw new RootKeyError(
      'Este unseal.json se abre con un archivo de clave: --key-file <archivo>. / It opens with a key file.',
    );
  return await openWithShares(file);
}

async function openWithShares(file: UnsealFile) {
  const collection = createShareCollection(() => file);
  for (;;) {
    const { given, needed } = collection.progress() ?? { given: 0, needed: neededShares(file) };
    const text = await prompt(`Parte / share (${given} de / of ${needed}): `, { hidden: true });
    if (!text) throw new RootKeyError(`Hacen falta ${needed} partes. / ${needed} shares are needed.`);
    try {
      const shares = collection.add(text);
      if (shares !== null) return await attempt('share', () => unsealWithShares(file, shares));
    } catch (error) {
      // Those before it stay: only this one has to be typed again.
      if (!(error instanceof UnsealError) || process.stdin.isTTY !== true) return refuse(error, 'share');
      console.error(`✗ ${said(error, 'share')}`);
    }
  }
}

const neededShares = (file: UnsealFile): number =>
  file.generations.flatMap(({ methods }) =>
    methods.flatMap((one) => (one.kind === 'shares' ? [one.threshold] : [])),
  )[0] ?? 0;

async function attempt<R>(method: UnsealInputMethod, open: () => R | Promise<R>): Promise<R> {
  try {
    return await open();
  } catch (error) {
    return refuse(error, method);
  }
}

function refuse(error: unknown, method: UnsealInputMethod): never {
  if (error instanceof UnsealError) throw new RootKeyError(said(error, method), { cause: error });
  throw error;
}

function said(error: UnsealError, method: UnsealInputMethod): string {
  const { es, en } = refusalWords(error.code, method, error.share);
  return `${es} / ${en}`;
}
