import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type PlanVersionRow = {
  id: string;
  number: number;
  name: string;
  plan: unknown;
  state: 'draft' | 'active';
  isGeneral: boolean;
  effectiveFrom: Date | null;
  createdAt: Date;
  activatedAt: Date | null;
  version: number;
};

const columns = sql`id, number, name, plan, state, is_general, effective_from, created_at, activated_at, version`;

export async function insertPlan(
  tx: Tx,
  row: { id: string; name: string; plan: unknown; isGeneral: boolean; createdBy: string | null; createdAt: Date },
): Promise<void> {
  await sql`insert into plan_versions (id, name, plan, is_general, created_by, created_at)
    values (${row.id}, ${row.name}, ${JSON.stringify(row.plan)}::jsonb, ${row.isGeneral}, ${row.createdBy}, ${row.createdAt})`.execute(
    tx,
  );
}

export async function findPlan(tx: Tx, id: string): Promise<PlanVersionRow | null> {
  const found = await sql<PlanVersionRow>`select ${columns} from plan_versions where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
}

export async function listPlans(tx: Tx): Promise<PlanVersionRow[]> {
  return (await sql<PlanVersionRow>`select ${columns} from plan_versions order by number`.execute(tx)).rows;
}

export async function listActivePlans(tx: Tx): Promise<PlanVersionRow[]> {
  const found = sql<PlanVersionRow>`select ${columns} from plan_versions where state = 'active' order by number`;
  return (await found.execute(tx)).rows;
}

/** Only a draft changes; null `version` is whatever is there. */
export async function updateDraft(
  tx: Tx,
  id: string,
  version: number | null,
  change: { name: string; plan: unknown; isGeneral: boolean },
): Promise<boolean> {
  const result =
    await sql`update plan_versions set name = ${change.name}, plan = ${JSON.stringify(change.plan)}::jsonb, is_general = ${change.isGeneral},
      version = version + 1
    where id = ${id} and state = 'draft' and version = coalesce(${version}, version)`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function activatePlan(
  tx: Tx,
  id: string,
  activation: { effectiveFrom: Date; activatedBy: string | null; activatedAt: Date },
): Promise<boolean> {
  const result =
    await sql`update plan_versions set state = 'active', effective_from = ${activation.effectiveFrom}, activated_by = ${activation.activatedBy},
      activated_at = ${activation.activatedAt}, version = version + 1
    where id = ${id} and state = 'draft'`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The latest payment that a sale is recorded with. */
export async function latestSale(tx: Tx): Promise<Date | null> {
  const found = await sql<{ latest: Date | null }>`select max(paid_at) as latest from sales`.execute(tx);
  return found.rows[0]!.latest;
}
