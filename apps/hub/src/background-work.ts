import type { Logger } from '@nexus/kernel';
import { repeat } from '@nexus/server';
import type { Hub } from './compose.ts';

const tidyUpEveryMs = 3_600_000;

/** Everything that happens without anybody asking. Resolves with what stops it all. */
export async function startBackgroundWork(hub: Hub, logger: Logger): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const every = (pauseMs: number, name: string, run: () => Promise<unknown>) =>
    repeat({ pauseMs, name, signal, logger }, run);
  const loops = [
    ...[...hub.accounts.jobs, ...hub.idempotencyJobs].map((job) => every(tidyUpEveryMs, job.name, job.run)),
    ...[hub.pricing.jobs.renewals, hub.invoices.jobs.schedule].map((job) => every(tidyUpEveryMs, job.name, job.run)),
    ...hub.licences.jobs.map((job) => every(tidyUpEveryMs, job.name, job.run)),
    ...hub.audit.jobs.map((job) => job.run(signal)),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}
