import type { Database, Tx } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import type { JobsPort } from '../documents.ports.ts';
import type { DocumentsTables } from '../documents.tables.ts';
import { listUnfinishedVersionIds } from '../ingest.repository.ts';
import { ingestQueue } from '../use-cases/upload-document.ts';

export type IngestQueueDependencies = {
  database: Pick<Database, 'withWorker'>;
  jobs: JobsPort;
  ingestVersion: (versionId: string, signal: AbortSignal) => Promise<void>;
  logger: Logger;
};

/** Jobs in one statement. */
const jobsAtOnce = 1_000;

/** The job behind an upload, and what keeps it honest: cancelling here and now, and finding versions whose job was lost. */
export function createIngestQueue({ database, jobs, ingestVersion, logger }: IngestQueueDependencies) {
  const running = new Map<string, AbortController>();

  async function handle(data: { versionId: string }, signal: AbortSignal): Promise<void> {
    const interruption = new AbortController();
    running.set(data.versionId, interruption);
    try {
      await ingestVersion(data.versionId, AbortSignal.any([signal, interruption.signal]));
    } finally {
      running.delete(data.versionId);
    }
  }

  function interrupt(versionId: string): void {
    running.get(versionId)?.abort();
  }

  /**
   * Queues every unfinished version that has no job: the row is the truth, the job a means. Run at the start and now and then; a version that
   * has a job already keeps that one.
   */
  async function reconcile(): Promise<number> {
    const versionIds = await database.withWorker<DocumentsTables, string[]>('reconcile', (tx: Tx<DocumentsTables>) =>
      listUnfinishedVersionIds(tx),
    );
    const lost = versionIds.filter((versionId) => !running.has(versionId));
    for (let from = 0; from < lost.length; from += jobsAtOnce) {
      const some = lost.slice(from, from + jobsAtOnce);
      await jobs.sendAll(
        ingestQueue,
        some.map((versionId) => ({ versionId })),
      );
    }
    if (lost.length > 0) logger.info('unfinished documents queued', { count: lost.length });
    return lost.length;
  }

  return { queue: ingestQueue, handle, interrupt, reconcile };
}
