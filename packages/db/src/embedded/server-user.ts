import { readFileSync, statSync } from 'node:fs';
import { DatabaseStartError } from '../startup-errors.ts';

/** The account that the server runs under; null where it is the account of this process. */
export type ServerUser = { uid: number; gid: number } | null;

/**
 * PostgreSQL refuses to run as root. A root parent runs it as the owner of an existing cluster, else as the account `nexus-db`
 * when the administrator made one, else as `nobody`. initdb needs the account to have a name.
 */
export function chooseServerUser(clusterDir: string): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const owner = ownerOf(clusterDir);
  if (owner !== null && owner.uid !== 0) return owner;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'nexus-db') ?? accounts.find(([name]) => name === 'nobody');
  if (account === undefined) {
    throw new DatabaseStartError(
      'The database may not run as root, and this system has neither an account "nexus-db" nor "nobody". Create one: useradd --system nexus-db',
    );
  }
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function ownerOf(path: string): { uid: number; gid: number } | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : { uid: stats.uid, gid: stats.gid };
}
