import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeyFileError } from './errors.ts';
import { generateKey, keyIdOf } from './key-wrapping.ts';

const header = 'nexus-key-file 1';
const maxBytes = 1024;

/**
 * Makes a new root key and writes it to `path` (0600), unless a key file is there already: then that one is read. `created` says which.
 * Two processes at once agree on one key: each writes a file of its own to the end and links it to the name, which only one can do; no
 * reader ever sees half a file.
 * @throws KeyFileError when a file is there that is not a usable key file.
 */
export async function createEvaluationKeyFile(path: string): Promise<{ key: Buffer; created: boolean }> {
  const key = generateKey();
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  await writeDurably(draft, `${header}\n${key.toString('base64url')}\n${keyIdOf(key).toString('hex')}\n`);
  const created = await claimName(draft, path);
  await syncFolder(dirname(path));
  return { key: created ? key : await readKeyFile(path), created };
}

/**
 * The 32 bytes of a key file.
 * @throws KeyFileError when anyone but the owner may read it, when it belongs to somebody else, or when its checksum does not fit.
 */
export async function readKeyFile(path: string): Promise<Buffer> {
  // Non-blocking, so that a pipe in the file's place is refused below and not waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new KeyFileError(`${path} is not a regular file`);
    if (process.platform !== 'win32') refuseOpenToOthers(path, stat);
    if (stat.size > maxBytes) throw new KeyFileError(`${path} is not a key file`);
    return parseKeyFile(path, await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

function refuseOpenToOthers(path: string, stat: { mode: number; uid: number }): void {
  if ((stat.mode & 0o077) !== 0) {
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    throw new KeyFileError(`${path} is open to other users (mode ${mode}); close it with: chmod 600 '${path}'`);
  }
  const self = process.getuid?.() ?? 0;
  if (stat.uid !== self && stat.uid !== 0) throw new KeyFileError(`${path} belongs to another user (uid ${stat.uid})`);
}

function parseKeyFile(path: string, text: string): Buffer {
  const [first, encoded, checksum, rest, ...more] = text.split('\n');
  if (first !== header || encoded === undefined || rest !== '' || more.length > 0) {
    throw new KeyFileError(`${path} is not a key file of a version that this program knows`);
  }
  const key = Buffer.from(encoded, 'base64url');
  if (key.length !== 32 || key.toString('base64url') !== encoded || keyIdOf(key).toString('hex') !== checksum) {
    throw new KeyFileError(`${path} is damaged: its checksum does not fit`);
  }
  return key;
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives the draft its final name. False when somebody was faster. */
async function claimName(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isNodeError(error) && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Without this a power cut may leave content on the disk whose key has no name. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
