import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PublicKey, readPublicPem } from '@nexus/licence-file';
import { ConfigError } from '@nexus/server';
import { findOwnProgram } from '../installed/own-program.ts';

/** Public keys of issuers that this program believes. They are part of the program, so that its signature covers them. */
const carried = join(import.meta.dirname, '../../licence-roots');

/**
 * Keys that the program carries, and those that the settings name: the latter for a program from sources alone. In an installed one, whoever can set an
 * environment variable must not choose whose licences count.
 * @throws ConfigError for a file that is no such key
 */
export async function readPinnedRoots(named: readonly string[]): Promise<PublicKey[]> {
  const names = (await readdir(carried).catch(() => [])).filter((name) => name.endsWith('.pem')).sort();
  const isInstalled = named.length > 0 && (await findOwnProgram().catch(() => 'unreadable')) !== null;
  const files = [...names.map((name) => join(carried, name)), ...(isInstalled ? [] : named)];
  return await Promise.all(files.map(readRoot));
}

async function readRoot(file: string): Promise<PublicKey> {
  try {
    return readPublicPem(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError(`NEXUS_LICENCE_ROOTS: ${file} is no readable Ed25519 public key in PEM.`, { cause });
  }
}
