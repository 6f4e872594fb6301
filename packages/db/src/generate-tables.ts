import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '@nexus/kernel';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { migrate } from './migrate/migrate.ts';
import { generateTables } from './table-types/generate-tables.ts';

/**
 * `node packages/db/src/generate-tables.ts [--check] [module ...]` at the root: migrates the modules, in the given order or that
 * of the alphabet, into a database of its own and writes `modules/<name>/src/<name>.tables.gen.ts`. With --check it writes
 * nothing and ends with 1 when a file is stale.
 */
const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const root = resolve(import.meta.dirname, '../../..');
const hasMigrations = (name: string) => existsSync(join(root, 'modules', name, 'migrations'));
const names = positionals.length > 0 ? positionals : readdirSync(join(root, 'modules')).filter(hasMigrations).sort();

const scratch = mkdtempSync(join(tmpdir(), 'nexus-tables-'));
try {
  const server = await startEmbeddedPostgres({ dataDir: scratch, logger: silentLogger, settings: { fsync: 'off' } });
  try {
    const modules = names.map((name) => ({ name, directory: join(root, 'modules', name, 'migrations') }));
    await migrate({ credentials: server.credentials, modules, logger: silentLogger });
    const targets = names.map((module) => ({
      module,
      file: join(root, 'modules', module, 'src', `${module}.tables.gen.ts`),
    }));
    const stale = await generateTables({ credentials: server.credentials, targets, check: values.check });
    for (const file of stale) console.log(`${values.check ? 'stale' : 'written'}: ${file}`);
    if (values.check && stale.length > 0) process.exitCode = 1;
  } finally {
    await server.stop();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
