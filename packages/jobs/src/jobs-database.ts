import type { ConnectionSettings } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import pg from 'pg';
import type { JobsDatabase } from './jobs.ts';

/** A small pool of its own, so that long fetches of jobs never wait behind requests. */
export function openJobsDatabase(
  settings: ConnectionSettings,
  logger: Logger,
  max = 3,
): JobsDatabase & { close(): Promise<void> } {
  const pool = new pg.Pool({ ...settings, application_name: 'nexus jobs', max });
  pool.on('error', (error) => logger.warn('idle connection of the job queue lost', { error }));
  return {
    async executeSql(text, values = []) {
      const result = values.length === 0 ? await pool.query(text) : await pool.query(text, values);
      // Several statements in one text give several results; what is asked for is the last one's.
      return { rows: (Array.isArray(result) ? result.at(-1) : result).rows };
    },
    close: () => pool.end(),
  };
}
