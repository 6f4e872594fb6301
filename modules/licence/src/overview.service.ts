import type { Database, Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import { type Counters, consumedSince } from '@nexus/licence-file';
import * as repository from './licence.repository.ts';
import type { LicenceTables } from './licence.tables.ts';
import type { Standing, StandingService } from './standing/standing.service.ts';
import { monthOf } from './usage/months.ts';
import * as usage from './usage/usage.repository.ts';

/** `counted`: since the licence came, or since the machine was restored. */
export type Meter = { unit: string; counted: number; isReported: boolean };

export type Overview = Standing & {
  meters: Meter[];
  activeThisMonth: number;
  /** More people than the licence names were active this month. It restricts nothing; the issuer will ask. */
  isOverUsers: boolean;
  hasOpenRequest: boolean;
  epoch: { number: number; reason: string; beganAt: Date } | null;
};

/** Everything that an administrator sees of the licence. */
export function createOverviewService({
  database,
  standing,
}: {
  database: Pick<Database, 'withActor'>;
  standing: Pick<StandingService, 'standing'>;
}) {
  return async function overview(actor: PersonActor): Promise<Overview> {
    const found = await standing.standing();
    return await database.withActor<LicenceTables, Overview>(actor, async (tx) => {
      const epoch = await usage.findLatestEpoch(tx);
      const totals = await usage.readTotals(tx as Tx);
      const activeThisMonth = await usage.countActivePeople(tx as Tx, monthOf(found.now));
      const base = epoch?.base ?? found.licence?.row.usageBase ?? {};
      const users = found.licence?.content.limits['users'];
      return {
        ...found,
        meters: metersOf(consumedSince(base, totals), found.licence?.content.meteredUnits ?? []),
        activeThisMonth,
        isOverUsers: users !== undefined && activeThisMonth > users,
        hasOpenRequest: (await repository.findActivation(tx, 'requested')) !== null,
        epoch: epoch && { number: epoch.number, reason: epoch.reason, beganAt: epoch.beganAt },
      };
    });
  };
}

function metersOf(counted: Counters, reported: readonly string[]): Meter[] {
  const units = [...new Set([...reported, ...Object.keys(counted)])].sort();
  return units.map((unit) => ({ unit, counted: counted[unit] ?? 0, isReported: reported.includes(unit) }));
}
