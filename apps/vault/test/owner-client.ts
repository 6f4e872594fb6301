import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** A connection of the owner, past row-level security, to the embedded server of a data folder. */
export async function ownerClient(dataDir: string): Promise<pg.Client> {
  const passwords = JSON.parse(await readFile(join(dataDir, 'database-passwords.json'), 'utf8')) as { owner: string };
  const [, , , port, host] = (await readFile(join(dataDir, 'postgres/18/postmaster.pid'), 'utf8')).split('\n');
  const client = new pg.Client({
    host: host!,
    port: Number(port),
    database: 'nexus',
    user: 'nexus_owner',
    password: passwords.owner,
  });
  await client.connect();
  return client;
}
