import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import type { DatabaseCredentials } from '../credentials.ts';
import { readColumns, readOwnership } from './read-columns.ts';
import { renderTables } from './render-tables.ts';

export type GenerateTablesOptions = {
  /** A database that all the modules were just migrated into. */
  credentials: DatabaseCredentials;
  /** Where each module's types belong. */
  targets: readonly { module: string; file: string }[];
  /** Only compare. */
  check: boolean;
};

/** Writes the table types of each module. @returns the files that were stale (and, unless `check`, have been written) */
export async function generateTables({ credentials, targets, check }: GenerateTablesOptions): Promise<string[]> {
  const client = new pg.Client(credentials.owner);
  await client.connect();
  try {
    const columns = await readColumns(client);
    const moduleOf = await readOwnership(client);
    const stale: string[] = [];
    for (const { module, file } of targets) {
      const own = columns.filter(({ relation }) => moduleOf.get(relation) === module);
      if (own.length === 0) continue;
      const text = renderTables(module, own);
      if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
      stale.push(file);
      if (!check) writeFileSync(file, text);
    }
    return stale;
  } finally {
    await client.end();
  }
}
