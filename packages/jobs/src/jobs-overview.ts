import type { JobsDatabase } from './jobs.ts';

export type QueueCounts = { queue: string; waiting: number; running: number; failed: number };

export type FailedJob = { id: string; queue: string; attempts: number; createdAt: Date; failedAt: Date };

export type JobsOverview = {
  countByQueue(): Promise<QueueCounts[]>;
  /** The newest first; at most `limit`. Ids and times alone: what a job carries stays with its queue. */
  listFailed(limit: number): Promise<FailedJob[]>;
  /** Puts a failed job back in line with all its tries. False when there is no such failed job (any more). */
  retry(jobId: string): Promise<boolean>;
};

/** What an administrator has to see of the queues, read from their tables. */
export function createJobsOverview(database: JobsDatabase): JobsOverview {
  return {
    async countByQueue() {
      const { rows } = await database.executeSql(`
        select q.name as queue,
               count(j.id) filter (where j.state in ('created', 'retry'))::int as waiting,
               count(j.id) filter (where j.state = 'active')::int as running,
               count(j.id) filter (where j.state = 'failed')::int as failed
          from pgboss.queue q left join pgboss.job j on j.name = q.name
         where q.name not like '\\_\\_%' group by q.name order by q.name`);
      return rows.map((row) => ({
        queue: String(row['queue']),
        waiting: Number(row['waiting']),
        running: Number(row['running']),
        failed: Number(row['failed']),
      }));
    },

    async listFailed(limit) {
      const { rows } = await database.executeSql(
        `select id, name, retry_count, created_on, completed_on from pgboss.job
          where state = 'failed' order by completed_on desc limit $1`,
        [limit],
      );
      return rows.map((row) => ({
        id: String(row['id']),
        queue: String(row['name']),
        attempts: Number(row['retry_count']) + 1,
        createdAt: row['created_on'] as Date,
        failedAt: row['completed_on'] as Date,
      }));
    },

    async retry(jobId) {
      const { rows } = await database.executeSql(
        `update pgboss.job set state = 'retry', retry_count = 0, start_after = now(), completed_on = null
          where id = $1 and state = 'failed' returning id`,
        [jobId],
      );
      return rows.length === 1;
    },
  };
}
