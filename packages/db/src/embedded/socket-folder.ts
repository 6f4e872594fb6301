import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  const isShort = (root: string) => Buffer.byteLength(join(root, clusterName)) + 8 <= longestFolder;
  const root = roots.find((candidate) => isShort(candidate) && isOpenTo(user, candidate));
  if (root === undefined) {
    throw new DatabaseStartError(
      `${roots.join(' and ')}: too long a path for a socket, or closed to the server's account.`,
    );
  }
  const named = join(root, clusterName);
  const folder = isOwnOrFree(named, uid) ? remake(named) : mkdtempSync(join(root, 'nexus-db-'));
  if (user === null) return folder;
  // Our group may enter, so that a root without CAP_DAC_OVERRIDE can connect too.
  chownSync(folder, user.uid, process.getgid?.() ?? 0);
  chmodSync(folder, 0o710);
  return folder;
}

/** Whether the server's account can reach the folder. Root's own folder for temporary files may be closed to all others. */
function isOpenTo(user: ServerUser, path: string): boolean {
  if (user === null) return true;
  const parent = dirname(path);
  return (statSync(path).mode & 0o001) !== 0 && (parent === path || isOpenTo(user, parent));
}

function isOwnOrFree(path: string, uid: number | undefined): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || (stats.isDirectory() && stats.uid === uid);
}

function remake(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}
