import type { Tx } from '@nexus/db';
import type { Counters } from '@nexus/licence-file';
import { sql } from 'kysely';
import type { EpochRow, LicenceTx, ReportRow } from '../licence.tables.ts';

/** In the transaction of what is counted. */
export async function recordUsage(tx: Tx, unit: string, amount: number): Promise<void> {
  await sql`select record_usage(${unit}, ${amount})`.execute(tx);
}

export async function raiseLevel(tx: Tx, unit: string, month: string, level: number): Promise<void> {
  await sql`select raise_usage_level(${unit}, ${month}, ${level})`.execute(tx);
}

/** False when the acting person was counted in that month already. */
export async function recordActivePerson(tx: Tx, month: string): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`select record_active_person(${month}) as "isNew"`.execute(tx);
  return rows[0]!.isNew;
}

/** Totals since the beginning, by unit. */
export async function readTotals(tx: Tx): Promise<Counters> {
  const { rows } = await sql<{ unit: string; total: string }>`
    select unit, total::text as total from usage_so_far() order by unit`.execute(tx);
  return Object.fromEntries(rows.filter(({ total }) => total !== '0').map(({ unit, total }) => [unit, Number(total)]));
}

export async function countActivePeople(tx: Tx, month: string): Promise<number> {
  const { rows } = await sql<{ people: string }>`select active_people(${month})::text as people`.execute(tx);
  return Number(rows[0]!.people);
}

/** Puts marks that have piled up into the totals, both or neither. */
export async function foldMarks(tx: Tx): Promise<void> {
  await sql`
    with gone as (delete from usage_marks returning unit, amount)
    insert into usage_totals (unit, total) select unit, sum(amount)::bigint from gone group by unit
    on conflict (unit) do update set total = usage_totals.total + excluded.total`.execute(tx);
}

export async function findLatestEpoch(tx: LicenceTx): Promise<EpochRow | null> {
  return (await tx.selectFrom('usageEpochs').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? null;
}

export async function holdEpoch(tx: LicenceTx, epoch: string): Promise<EpochRow> {
  return await tx
    .selectFrom('usageEpochs')
    .selectAll()
    .where('epoch', '=', epoch)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function insertEpoch(tx: LicenceTx, row: EpochRow): Promise<void> {
  const base = JSON.stringify(row.base) as unknown as EpochRow['base'];
  await tx
    .insertInto('usageEpochs')
    .values({ ...row, base })
    .execute();
}

export async function updateEpoch(
  tx: LicenceTx,
  epoch: string,
  change: Pick<EpochRow, 'reports' | 'lastDigest'>,
): Promise<void> {
  await tx.updateTable('usageEpochs').set(change).where('epoch', '=', epoch).execute();
}

export async function insertReport(tx: LicenceTx, row: ReportRow): Promise<void> {
  const counters = JSON.stringify(row.counters) as unknown as ReportRow['counters'];
  await tx
    .insertInto('usageReports')
    .values({ ...row, counters })
    .execute();
}

/** Newest first. */
export async function listReports(tx: LicenceTx, limit: number): Promise<ReportRow[]> {
  return await tx
    .selectFrom('usageReports')
    .selectAll()
    .orderBy('writtenAt', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

export async function findReport(tx: LicenceTx, id: string): Promise<ReportRow | null> {
  return (await tx.selectFrom('usageReports').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The last month that an epoch's activation has closed with a report. */
export async function findLastClosedPeriod(tx: LicenceTx, activationId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('usageReports')
    .innerJoin('usageEpochs', 'usageEpochs.epoch', 'usageReports.epoch')
    .where('usageEpochs.activationId', '=', activationId)
    .where('usageReports.isMonthClosed', '=', true)
    .select('usageReports.period')
    .orderBy('usageReports.period', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.period ?? null;
}
