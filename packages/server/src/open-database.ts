import {
  type ConnectionSettings,
  type DatabaseCredentials,
  DatabaseStartError,
  externalCredentials,
  parseConnectionUrl,
  startEmbeddedPostgres,
} from '@nexus/db';
import { createJobsOverview, installJobs, openJobsDatabase, startJobs } from '@nexus/jobs';
import type { Logger } from '@nexus/kernel';

/** What is up already, to be taken down the other way round. */
export type Running = (() => Promise<unknown>)[];

/**
 * Starts the embedded database in the data folder, or finds the administrator's one in the environment.
 * @returns `replication`: how backups reach it; null where nobody set it
 */
export async function openCredentials(
  config: { dataDir: string; hasExternalDatabase: boolean },
  logger: Logger,
  up: Running,
): Promise<{ credentials: DatabaseCredentials; replication: ConnectionSettings | null }> {
  if (config.hasExternalDatabase)
    return { credentials: await externalCredentials(process.env), replication: externalReplication() };
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, logger });
  up.push(() => server.stop());
  return { credentials: server.credentials, replication: server.backup };
}

/** The role that backups of an external server use. */
function externalReplication(): ConnectionSettings | null {
  const text = process.env['DATABASE_BACKUP_URL'];
  if (!text) return null;
  try {
    return parseConnectionUrl(text);
  } catch (cause) {
    throw new DatabaseStartError(`DATABASE_BACKUP_URL: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

export async function openJobs(credentials: DatabaseCredentials, logger: Logger, up: Running) {
  const owner = openJobsDatabase(credentials.owner, logger, 1);
  await installJobs(owner, credentials.worker.user).finally(() => owner.close());
  const pool = openJobsDatabase(credentials.worker, logger);
  up.push(() => pool.close());
  const jobs = await startJobs(pool, logger);
  up.push(() => jobs.stop());
  return { jobs, queues: createJobsOverview(pool) };
}

/** Takes down what is up, last first; a part that does not stop cleanly is logged and keeps nothing else up. */
export async function takeDown(up: Running, logger: Logger): Promise<void> {
  for (const stopPart of up.splice(0).reverse())
    await stopPart().catch((error: unknown) => logger.error('a part did not stop cleanly', { error }));
}
