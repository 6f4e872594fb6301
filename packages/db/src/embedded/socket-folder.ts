import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseStartError } from '../startup-errors.ts';
import type { ServerUser } from './server-user.ts';

// The address of a socket holds 107 bytes.
const longestFolder = 107 - Buffer.byteLength('/.s.PGSQL.5432');

/**
 * A private folder with a short path for the socket. Its name follows the cluster, so that one left by a killed process is used
 * again; where somebody else has taken the name, it gets a random one.
 */
export function makeSocketFolder(clusterName: string, user: ServerUser): string {
  const uid = user?.uid ?? process.getuid?.();
  const roots = [tmpdir(), '/tmp'];
  const root = roots.find((candidate) => Buffer.byteLength(join(candidate, clusterName)) + 8 <= longestFolder);
  if (root === undefined)
    throw new DatabaseStartError(`The folder for temporary files has too long a path for a socket: ${tmpdir()}`);
  const named = join(root, clusterName);
  const folder = isOwnOrFree(named, uid) ? named : mkdtempSync(join(root, 'nexus-db-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  if (user === null) return folder;
  // Our group may enter, so that a root without CAP_DAC_OVERRIDE can connect too.
  chownSync(folder, user.uid, process.getgid?.() ?? 0);
  chmodSync(folder, 0o710);
  return folder;
}

function isOwnOrFree(path: string, uid: number | undefined): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || (stats.isDirectory() && stats.uid === uid);
}
