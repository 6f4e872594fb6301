import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@nexus/db';
import { jsonLogger } from '@nexus/kernel';
import { isAlive } from './process-liveness.ts';

/**
 * The process that owns the test server, started by whichever test comes first and shared by all of a clone. It lives as long as
 * any process named in `clients/` does, and removes everything at its end.
 */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Usage: server-keeper.ts <folder>');
const clients = join(folder, 'clients');
// Longer than a test run needs from one file to the next, where its workers and not itself are the clients.
const lingerMs = 1_500;

// Held to the end of the process, removal of the data included; the kernel frees it.
const lock = new DatabaseSync(join(folder, 'keeper.lock'), { timeout: 0 });
// Another keeper was quicker, or is about to go; the tests find the one or try again.
if (isLocked(lock)) process.exit(0);
await keep(folder);

function isLocked(database: DatabaseSync): boolean {
  try {
    database.exec('begin exclusive');
    return false;
  } catch {
    return true;
  }
}

async function keep(home: string): Promise<void> {
  const dataDir = join(home, 'data');
  // What a killed keeper left was never forced to disk; it cannot be trusted.
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(clients, { recursive: true });
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    archive_mode: 'off',
    max_connections: '200',
  };
  const server = await startEmbeddedPostgres({ dataDir, logger: jsonLogger(), settings });
  const address = join(home, 'server.json');
  const publish = () => {
    writeFileSync(
      `${address}.tmp`,
      JSON.stringify({ pid: process.pid, superuser: server.superuser, credentials: server.credentials }),
      { mode: 0o600 },
    );
    renameSync(`${address}.tmp`, address);
  };
  let isTold = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (isTold = true));
  do {
    publish();
    for (let lastSeen = Date.now(); !isTold && Date.now() - lastSeen < lingerMs; await sleep(200)) {
      if (hasClients()) lastSeen = Date.now();
    }
    rmSync(address, { force: true });
    // A client registers before it looks for the address: one that still found it is seen here.
  } while (!isTold && hasClients());
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function hasClients(): boolean {
  let living = 0;
  for (const name of readdirSync(clients)) {
    if (isAlive(Number(name))) living += 1;
    else rmSync(join(clients, name), { force: true });
  }
  return living > 0;
}
