import type { Jobs } from '@nexus/jobs';
import type { Logger } from '@nexus/kernel';
import { repeat } from '@nexus/server';
import type { Hub } from './compose.ts';

const tidyUpEveryMs = 3_600_000;
const lookEveryMs = 60_000;
const followEveryMs = 1_000;
const dayMs = 86_400_000;

/** Everything that happens without anybody asking. Resolves with what stops it all. */
export async function startBackgroundWork(hub: Hub, jobs: Jobs, logger: Logger): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const every = (pauseMs: number, name: string, run: () => Promise<unknown>) =>
    repeat({ pauseMs, name, signal, logger }, run);
  const consumers = await Promise.all([
    jobs.consume<{ id: string }>('crm.import', {
      concurrency: 1,
      handle: ({ id }, stopped) => hub.crm.jobs.runImport(id, stopped),
    }),
    jobs.consume<{ id: string }>('crm.mail', { concurrency: 2, handle: ({ id }) => hub.crm.jobs.sendLetter(id) }),
  ]);
  const loops = [
    ...[...hub.accounts.jobs, ...hub.identity.jobs, ...hub.idempotencyJobs].map((job) =>
      every(tidyUpEveryMs, job.name, job.run),
    ),
    ...[hub.pricing.jobs.renewals, hub.invoices.jobs.schedule].map((job) => every(tidyUpEveryMs, job.name, job.run)),
    ...hub.licences.jobs.map((job) => every(tidyUpEveryMs, job.name, job.run)),
    every(lookEveryMs, 'crm.expire-deals', hub.crm.jobs.expireDeals),
    every(lookEveryMs, 'crm.read-mailbox', hub.crm.jobs.readMailbox),
    every(lookEveryMs, 'ledger.seal', hub.ledger.seal),
    every(dayMs, 'ledger.check', hub.ledger.check),
    ...hub.commissions.jobs.map((job) => every(lookEveryMs, job.name, job.run)),
    every(tidyUpEveryMs, hub.knowledge.jobs.merits.name, hub.knowledge.jobs.merits.run),
    every(followEveryMs, 'order-to-cash', () => hub.orderToCash.run(signal)),
    ...hub.audit.jobs.map((job) => job.run(signal)),
  ];
  return async () => {
    stopping.abort();
    await Promise.all([...loops, ...consumers.map((consumer) => consumer.stop())]);
  };
}
