import type { Jobs } from '@nexus/jobs';
import type { Logger } from '@nexus/kernel';
import { repeat } from '@nexus/server';
import type { Vault } from './compose.ts';
import { measureStorage } from './licence/measure-storage.ts';

export type BackgroundWork = {
  vault: Vault;
  jobs: Jobs;
  logger: Logger;
  readers: number;
  /** Other processes may be at work on the same database and files: nothing that looks abandoned is taken from them. */
  isShared: boolean;
};

const dayMs = 24 * 3_600_000;
const scanEveryMs = 5_000;
const reconcileEveryMs = 30_000;
const maintainEveryMs = 60_000;
const tidyUpEveryMs = 3_600_000;
const eraseEveryMs = 5_000;
const selfTestEveryMs = dayMs;
const checkEveryMs = 900_000;

/**
 * Everything that happens without anybody asking: reading documents, sequencing the audit log, scanning watched folders, merging segments. First
 * it finishes what the last stop or crash interrupted. Resolves with what stops it all.
 */
export async function startBackgroundWork({
  vault,
  jobs,
  logger,
  readers,
  isShared,
}: BackgroundWork): Promise<() => Promise<void>> {
  const { ingest, watch, purge, sweepUploads, reclassify } = vault.documents.jobs;
  await purge.purgeLeftovers();
  await purge.sweepOrphanBlobs(isShared ? { bornBefore: new Date(Date.now() - dayMs) } : {});
  // The jobs of a dead process among several come back when their heartbeat has been missing for a while.
  if (!isShared) await jobs.releaseAbandoned(ingest.queue);
  await ingest.reconcile();
  await reclassify();

  const stopping = new AbortController();
  const { signal } = stopping;
  // Many more jobs than readers: small documents wait for their commit in company while the readers read on.
  const consumer = await jobs.consume(ingest.queue, { concurrency: readers * 32, handle: ingest.handle });
  const { rebuilds } = vault.retrieval;
  if (!isShared) await jobs.releaseAbandoned(rebuilds.queue);
  await rebuilds.reconcile();
  const rebuilder = await jobs.consume(rebuilds.queue, { concurrency: 1, handle: rebuilds.handle });
  const { rotations, erasures, selfTests } = vault.keys;
  if (!isShared) await jobs.releaseAbandoned(rotations.queue);
  await rotations.reconcile();
  const rotator = await jobs.consume(rotations.queue, { concurrency: 1, handle: rotations.handle });
  const every = (pauseMs: number, name: string, run: () => Promise<unknown>) =>
    repeat({ pauseMs, name, signal, logger }, run);
  const loops = [
    every(reconcileEveryMs, 'key rotations', rotations.reconcile),
    every(eraseEveryMs, 'erasures', erasures.runDue),
    every(selfTestEveryMs, 'self-tests', () => selfTests.run(signal)),
    // Files wait in their folder while the licence allows no new work.
    every(scanEveryMs, 'folder scan', async () => {
      if (await vault.licence.gate.allowsNewWork('documents')) await watch.scan(signal);
    }),
    every(reconcileEveryMs, 'reconcile', () => ingest.reconcile()),
    every(reconcileEveryMs, 'reclassify', reclassify),
    every(maintainEveryMs, 'index maintenance', () => vault.retrieval.index.maintain(signal)),
    every(tidyUpEveryMs, 'unfinished uploads', sweepUploads),
    ...[...vault.accounts.jobs, ...vault.identity.jobs, ...vault.idempotencyJobs].map((job) =>
      every(tidyUpEveryMs, job.name, job.run),
    ),
    ...vault.licence.jobs.map((job) => every(maintainEveryMs, job.name, job.run)),
    every(tidyUpEveryMs, 'stored bytes', () => measureStorage(vault)),
    every(checkEveryMs, vault.controls.job.name, vault.controls.job.run),
    ...vault.audit.jobs.map((job) => job.run(signal)),
    vault.backups.engine.run(signal),
  ];

  return async () => {
    stopping.abort();
    // A large document would keep everybody waiting for a minute; its job comes back at the next start.
    await vault.retrieval.close();
    await Promise.all([consumer.stop(), rebuilder.stop(), rotator.stop()]);
    await Promise.all(loops);
    await vault.keys.close();
  };
}
