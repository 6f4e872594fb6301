import { readFileSync } from 'node:fs';
import { silentLogger } from '@nexus/kernel';
import type { DatabaseCredentials } from '../src/credentials.ts';
import { migrate } from '../src/migrate/migrate.ts';
import type { MigrationModule } from '../src/migrate/migration-files.ts';

// Started several times at once by a test: migrates and tells what it applied.
const { credentials, module } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as {
  credentials: DatabaseCredentials;
  module: MigrationModule;
};
process.stdout.write(JSON.stringify(await migrate({ credentials, modules: [module], logger: silentLogger })));
