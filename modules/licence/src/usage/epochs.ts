import type { Database, Tx } from '@nexus/db';
import { type Clock, newId } from '@nexus/kernel';
import type { MachinePort } from '../licence.ports.ts';
import * as repository from '../licence.repository.ts';
import type { EpochRow, LicenceTables, LicenceTx } from '../licence.tables.ts';
import { findLatestEpoch, insertEpoch, readTotals } from './usage.repository.ts';

export type Epochs = ReturnType<typeof createEpochs>;

/** Stretches within which totals only grow: one begins with an activation, and another when the database is a restored one. */
export function createEpochs({
  database,
  machine,
  clock,
}: {
  database: Pick<Database, 'withWorker'>;
  machine: Pick<MachinePort, 'timeline'>;
  clock: Clock;
}) {
  async function beginForActivation(
    tx: LicenceTx,
    { activationId, licenceId }: { activationId: string; licenceId: string },
  ): Promise<void> {
    const latest = await findLatestEpoch(tx);
    // What was used since the licence came, also before its activation, belongs to it; after another epoch, what follows that.
    const base = latest ? await readTotals(tx as Tx) : (await repository.findFirstFile(tx, licenceId))!.usageBase;
    await begin(tx, latest, { reason: 'activated', activationId, base });
  }

  /** At the start of a server, never of a drill. */
  async function beginAfterRestore(): Promise<boolean> {
    return await database.withWorker<LicenceTables, boolean>('licence', async (tx) => {
      await repository.holdClock(tx);
      const active = await repository.findActivation(tx, 'active');
      const latest = await findLatestEpoch(tx);
      if (!active?.activationId || !latest || latest.timeline === (await machine.timeline(tx as Tx))) return false;
      const { activationId } = active;
      await begin(tx, latest, { reason: 'restored', activationId, base: await readTotals(tx as Tx) });
      return true;
    });
  }

  async function begin(
    tx: LicenceTx,
    latest: EpochRow | null,
    { reason, activationId, base }: Pick<EpochRow, 'reason' | 'activationId' | 'base'>,
  ): Promise<void> {
    const now = clock.now();
    await insertEpoch(tx, {
      epoch: newId(now.getTime()),
      number: (latest?.number ?? 0) + 1,
      reason,
      timeline: await machine.timeline(tx as Tx),
      activationId,
      base,
      beganAt: now,
      reports: 0,
      lastDigest: latest?.lastDigest ?? null,
    });
  }

  return { beginForActivation, beginAfterRestore };
}
