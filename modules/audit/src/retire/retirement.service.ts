import type { Database } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import type { AnyTx } from '../audit.repository.ts';
import type { AuditService } from '../audit.service.ts';
import { findCheckpoint, listCheckpoints } from '../log/checkpoints.repository.ts';
import { entriesOf } from '../log/tree.repository.ts';
import { NotRetirableError, RetirementNotAskedError, SameRetirerError } from './retirement.errors.ts';
import { holdsNewerThan, listPartitions } from './retirement.repository.ts';

/** What leaves, and the export that keeps it: its SHA-256, and the checkpoint to which it was verified. */
export type Retirement = { until: number; archive: string; size: number; root: string };

export type RetirementDependencies = {
  database: Pick<Database, 'withWorker'>;
  service: Pick<AuditService, 'recordNow'>;
  /** Everything staged by now gets its place, so that what was asked just before is found. */
  drain(): Promise<void>;
};

export type RetirementService = ReturnType<typeof createRetirementService>;

const job = 'audit.retire';
const asksRemembered = 100;

/**
 * Old entries leave the database in whole partitions: an auditor exports, proves and asks; an officer, with the same archive, confirms; then the owner of the
 * database drops them, which nothing of the service can (`drop-retired.ts`). Their hashes stay in the tree, and the log says for ever that they were retired.
 */
export function createRetirementService({ database, service, drain }: RetirementDependencies) {
  const inJob = <R>(run: (tx: AnyTx) => Promise<R>): Promise<R> => database.withWorker(job, run);

  /** How far entries may leave that are all older than `before`; null when no whole part of the log is. */
  async function retirableUntil(before: Date): Promise<number | null> {
    return await inJob(async (tx) => {
      const [latest] = await listCheckpoints(tx, null, 1);
      let until: number | null = null;
      for (const partition of await listPartitions(tx)) {
        if (!latest || partition.until > latest.size) break;
        if (await holdsNewerThan(tx, partition, before)) break;
        until = partition.until;
      }
      return until;
    });
  }

  /** @throws NotRetirableError */
  async function ask(actor: PersonActor, retirement: Retirement): Promise<void> {
    const { until, archive, size, root } = retirement;
    await inJob(async (tx) => {
      const isBound = (await listPartitions(tx)).some((partition) => partition.until === until);
      const checkpoint = await findCheckpoint(tx, size);
      if (!isBound || until > size)
        throw new NotRetirableError('Entries leave in whole parts of the log, once signed.');
      if (checkpoint?.root.toString('base64') !== root)
        throw new NotRetirableError('The archive is not of this log: it ends with another checkpoint.');
    });
    await service.recordNow({
      actor,
      action: 'audit.retirement_asked',
      outcome: 'success',
      details: { until, archive, size, root },
    });
  }

  /** How far was confirmed. @throws RetirementNotAskedError, SameRetirerError */
  async function confirm(actor: PersonActor, archive: string): Promise<number> {
    await drain();
    const asked = (await inJob((tx) => entriesOf(tx, 'audit.retirement_asked', asksRemembered))).flatMap((row) => {
      const entry = JSON.parse(row.entry.toString('utf8')) as AskedEntry;
      return entry.details.archive === archive ? [{ sequence: row.sequence, ...entry }] : [];
    });
    const [latest] = asked;
    if (!latest) throw new RetirementNotAskedError();
    if (latest.actor.personId === actor.personId) throw new SameRetirerError();
    const { until, size, root } = latest.details;
    await service.recordNow({
      actor,
      action: 'audit.retired',
      outcome: 'success',
      details: { until, archive, size, root, asked: latest.sequence },
    });
    return until;
  }

  return { retirableUntil, ask, confirm };
}

type AskedEntry = { actor: { personId?: string }; details: Retirement };
