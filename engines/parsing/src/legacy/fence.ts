import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NOBODY = '65534';

/** How a foreign program is started so that it can do little harm: the words before its own command line, and what is missing. */
export type Fence = { prefix: readonly string[]; uid: number | null; network: boolean };

let found: Promise<Fence> | null = null;

/**
 * Finds what this machine offers: as root a network namespace of its own and the uid of nobody, as a user a network namespace by way of
 * a user namespace, and where that is forbidden nothing (`network: true`). Looked up once.
 */
export function findFence(): Promise<Fence> {
  found ??= probe();
  return found;
}

async function probe(): Promise<Fence> {
  if (process.getuid?.() === 0) {
    const drop = ['setpriv', '--reuid', NOBODY, '--regid', NOBODY, '--clear-groups', '--no-new-privs'];
    if (await works(['unshare', '--net', ...drop]))
      return { prefix: ['unshare', '--net', ...drop], uid: Number(NOBODY), network: false };
    if (await works(drop)) return { prefix: drop, uid: Number(NOBODY), network: true };
    return { prefix: [], uid: null, network: true };
  }
  const own = ['unshare', '--map-root-user', '--net'];
  return (await works(own)) ? { prefix: own, uid: null, network: false } : { prefix: [], uid: null, network: true };
}

async function works(prefix: readonly string[]): Promise<boolean> {
  const [program = '', ...args] = prefix;
  try {
    await run(program, [...args, 'true'], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
