import { realpathSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  bundledKeyName,
  checkTree,
  findManifest,
  pinnedKeyName,
  prefixOf,
  ReleaseError,
  readPublicKeyFile,
  type SignedManifest,
  type TreeCheck,
  type TreeFault,
  type TreeRecord,
} from '@nexus/release';

/** The folder that this program lies in: an unpacked bundle, an installed version, or sources. */
export const programRoot: string = realpathSync(resolve(import.meta.dirname, '../../../..'));

export type OwnProgram = { root: string; prefix: string | null; publicPem: string; signed: SignedManifest };

/**
 * What this program is, by its signed manifest. Null for sources, which have none. The key is the one that the installation pinned, else the bundle's own.
 * @throws ReleaseError
 */
export async function findOwnProgram(root: string = programRoot, keyFile?: string): Promise<OwnProgram | null> {
  const prefix = prefixOf(root);
  const pinned = prefix === null ? join(root, bundledKeyName) : join(prefix, pinnedKeyName);
  if ((await readFile(join(root, 'MANIFEST')).catch(() => null)) === null) return null;
  const publicPem = readPublicKeyFile(keyFile ?? pinned);
  const signed = await findManifest(root, publicPem);
  return signed && { root, prefix, publicPem, signed };
}

/** In the data folder, because the program's may be read-only: what was seen of its files when they were last read. */
const recordName = 'program-files.json';
/** A person who tries the bundle out has the data folder in it. */
const notProgram = ['data'];

/** @throws ReleaseError `changed` that names up to five files */
export async function ensureUnchanged(
  program: OwnProgram,
  dataDir: string,
  onProgress: (done: number, total: number) => void,
): Promise<TreeCheck> {
  const path = join(dataDir, recordName);
  const known = await readRecord(path);
  const check = await checkProgram(program, known, onProgress);
  if (check.faults.length > 0) throw changedProgram(check.faults);
  if (check.filesRead > 0) await writeRecord(path, check.record, dataDir);
  return check;
}

/** Looks without reading what looks as it did; for a server that is up. */
export async function changedFiles(program: OwnProgram, dataDir: string): Promise<TreeFault[]> {
  const { faults } = await checkProgram(program, await readRecord(join(dataDir, recordName)));
  return faults;
}

export function checkProgram(
  { root, signed }: OwnProgram,
  record: TreeRecord | null,
  onProgress?: (done: number, total: number) => void,
): Promise<TreeCheck> {
  return checkTree(root, signed.manifest, signed.sha256, {
    record,
    ignore: notProgram,
    ...(onProgress ? { onProgress } : {}),
  });
}

const faultWords: Readonly<Record<TreeFault['fault'], string>> = {
  changed: 'cambiado / changed',
  missing: 'falta / missing',
  extra: 'sobra / not of the program',
  mode: 'otros permisos / other permissions',
};

export function changedProgram(faults: readonly TreeFault[]): ReleaseError {
  const named = faults.slice(0, 5).map(({ path, fault }) => `  ${path} (${faultWords[fault]})`);
  const more = faults.length > named.length ? [`  … ${faults.length - named.length}`] : [];
  const title =
    'El programa no es el que se firmó y no arranca. Vuelva a instalarlo. / The program is not the one that was signed and does not start. Install it again.';
  return new ReleaseError('changed', [title, ...named, ...more].join('\n'));
}

async function readRecord(path: string): Promise<TreeRecord | null> {
  try {
    const { manifestSha256, seen } = JSON.parse(await readFile(path, 'utf8')) as Partial<TreeRecord>;
    return typeof manifestSha256 === 'string' && seen && typeof seen === 'object' ? { manifestSha256, seen } : null;
  } catch {
    // None yet, or not readable: the files are read again.
    return null;
  }
}

async function writeRecord(path: string, record: TreeRecord, dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
