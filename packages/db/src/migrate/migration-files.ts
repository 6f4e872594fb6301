import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrationError } from '../startup-errors.ts';

/** A module's folder of numbered SQL files. `name` is the module's and never changes. */
export type MigrationModule = { name: string; directory: URL | string };

export type MigrationFile = { module: string; number: number; name: string; sql: string; checksum: string };

const fileName = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/;
const transactionControl = /^\s*(begin|start\s+transaction|commit|rollback|end)\s*;/im;

/**
 * Reads `0001-*.sql`, `0002-*.sql`, ... of one module in order.
 * @throws MigrationError for a foreign file name, a gap, a number used twice, or a file that ends its own transaction
 */
export async function readMigrationFiles(module: MigrationModule): Promise<MigrationFile[]> {
  const directory = module.directory instanceof URL ? fileURLToPath(module.directory) : module.directory;
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const place = `${module.name}/${name}`;
      const number = Number(fileName.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(number))
        throw new MigrationError(`Migration ${place}: the name must look like 0001-what-it-does.sql.`);
      if (number !== index + 1) {
        const expected = String(index + 1).padStart(4, '0');
        throw new MigrationError(
          `Migration ${place}: expected number ${expected}; numbers leave no gap and occur once.`,
        );
      }
      const bytes = await readFile(join(directory, name));
      const sql = bytes.toString('utf8');
      if (transactionControl.test(sql))
        throw new MigrationError(`Migration ${place}: each file runs in one transaction; it must not end it.`);
      return { module: module.name, number, name, sql, checksum: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}
