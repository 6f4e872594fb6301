import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { InvoicesTables, ScheduleEntryRow, ScheduleRow } from '../invoices.tables.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type Schedule = ScheduleRow & { entries: ScheduleEntryRow[] };

export async function insertSchedule(tx: InvoicesTx, { entries, ...schedule }: Schedule): Promise<void> {
  await tx.insertInto('invoiceSchedules').values(schedule).execute();
  await tx
    .insertInto('invoiceScheduleEntries')
    .values(entries.map((entry) => ({ ...entry, lines: sql`${JSON.stringify(entry.lines)}::jsonb` })) as never)
    .execute();
}

export async function findSchedule(tx: InvoicesTx, sourceKey: string): Promise<Schedule | null> {
  const row = await tx.selectFrom('invoiceSchedules').selectAll().where('sourceKey', '=', sourceKey).executeTakeFirst();
  return row === undefined ? null : { ...row, entries: await entriesOf(tx, row.id) };
}

export async function listSchedules(tx: InvoicesTx, orderId: string): Promise<Schedule[]> {
  const rows = await tx.selectFrom('invoiceSchedules').selectAll().where('orderId', '=', orderId).execute();
  const schedules = [];
  for (const row of rows) schedules.push({ ...row, entries: await entriesOf(tx, row.id) });
  return schedules;
}

/** Entries whose day has come and that have no invoice, oldest first. */
export async function listDue(
  tx: InvoicesTx,
  today: string,
): Promise<Pick<ScheduleEntryRow, 'scheduleId' | 'ordinal'>[]> {
  return await tx
    .selectFrom('invoiceScheduleEntries')
    .select(['scheduleId', 'ordinal'])
    .where('invoiceId', 'is', null)
    .where('issueOn', '<=', today)
    .orderBy('issueOn')
    .orderBy('scheduleId')
    .orderBy('ordinal')
    .limit(500)
    .execute();
}

/** Holds the entry to the end of the transaction; null when it has its invoice already. */
export async function lockEntry(
  tx: InvoicesTx,
  scheduleId: string,
  ordinal: number,
): Promise<{ schedule: ScheduleRow; entry: ScheduleEntryRow } | null> {
  const entry = await tx
    .selectFrom('invoiceScheduleEntries')
    .selectAll()
    .where('scheduleId', '=', scheduleId)
    .where('ordinal', '=', ordinal)
    .where('invoiceId', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (entry === undefined) return null;
  const schedule = await tx
    .selectFrom('invoiceSchedules')
    .selectAll()
    .where('id', '=', scheduleId)
    .executeTakeFirstOrThrow();
  return { schedule, entry };
}

export async function updateEntry(
  tx: InvoicesTx,
  { scheduleId, ordinal }: Pick<ScheduleEntryRow, 'scheduleId' | 'ordinal'>,
  change: Partial<Pick<ScheduleEntryRow, 'issueOn' | 'invoiceId'>>,
): Promise<void> {
  await tx
    .updateTable('invoiceScheduleEntries')
    .set(change)
    .where('scheduleId', '=', scheduleId)
    .where('ordinal', '=', ordinal)
    .execute();
}

async function entriesOf(tx: InvoicesTx, scheduleId: string): Promise<ScheduleEntryRow[]> {
  return await tx
    .selectFrom('invoiceScheduleEntries')
    .selectAll()
    .where('scheduleId', '=', scheduleId)
    .orderBy('ordinal')
    .execute();
}
