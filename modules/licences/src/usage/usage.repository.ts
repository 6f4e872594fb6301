import type { Counters, KnownReport, KnownReports } from '@nexus/licence-file';
import { sql } from 'kysely';
import { asJson } from '../licences.parts.ts';
import type { LicencesTx, SettlementRow, UsageReportRow } from '../licences.tables.ts';

export async function insertReport(tx: LicencesTx, row: UsageReportRow): Promise<void> {
  await tx
    .insertInto('usageReports')
    .values({ ...row, counters: asJson(row.counters) })
    .execute();
}

export async function findByDigest(
  tx: LicencesTx,
  activationId: string,
  digest: string,
): Promise<UsageReportRow | null> {
  const found = tx
    .selectFrom('usageReports')
    .selectAll()
    .where('activationId', '=', activationId)
    .where('digest', '=', digest);
  return (await found.executeTakeFirst()) ?? null;
}

/** What was read before from the same machine, around one number of one epoch. */
export async function findKnown(
  tx: LicencesTx,
  { activationId, epoch, seq }: { activationId: string; epoch: string; seq: number },
): Promise<KnownReports> {
  const epochs = await tx
    .selectFrom('usageReports')
    .where('activationId', '=', activationId)
    .where('state', '=', 'accepted')
    .select(['epoch', 'epochNumber'])
    .distinct()
    .execute();
  const near = (how: '=' | '<' | '>') =>
    tx
      .selectFrom('usageReports')
      .where('activationId', '=', activationId)
      .where('epoch', '=', epoch)
      .where('state', '=', 'accepted')
      .where('seq', how, seq)
      .select(['seq', 'digest', 'previous', 'counters'])
      .orderBy('seq', how === '<' ? 'desc' : 'asc')
      .limit(1)
      .executeTakeFirst()
      .then((row): KnownReport | null => row ?? null);
  const [same, before, after] = [await near('='), await near('<'), await near('>')];
  return { epochs, same, before, after };
}

/** Totals of every epoch of every machine of a licence: the last report of each, and what a machine said when it gave its seat back. */
export async function listTotals(tx: LicencesTx, licenceId: string): Promise<Counters[]> {
  const { rows } = await sql<{ counters: Counters }>`
    with told as (
      select activation_id, epoch, counters from usage_reports where licence_id = ${licenceId} and state = 'accepted'
      union all select activation_id, epoch, counters from deactivation_receipts where licence_id = ${licenceId}
    ), highest as (
      select activation_id, epoch, unit.key, max(unit.value::bigint) as value
      from told, jsonb_each_text(counters) unit group by activation_id, epoch, unit.key
    )
    select jsonb_object_agg(key, value) as counters from highest group by activation_id, epoch`.execute(tx);
  return rows.map(({ counters }) => counters);
}

/** Newest first. */
export async function listReports(tx: LicencesTx, licenceId: string, limit: number): Promise<UsageReportRow[]> {
  return await tx
    .selectFrom('usageReports')
    .selectAll()
    .where('licenceId', '=', licenceId)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function findLastSettlement(tx: LicencesTx, licenceId: string): Promise<SettlementRow | null> {
  const found = tx
    .selectFrom('consumptionSettlements')
    .selectAll()
    .where('licenceId', '=', licenceId)
    .orderBy('ordinal', 'desc')
    .limit(1);
  return (await found.executeTakeFirst()) ?? null;
}

export async function findSettlementOf(tx: LicencesTx, invoiceId: string): Promise<SettlementRow | null> {
  return (
    (await tx.selectFrom('consumptionSettlements').selectAll().where('invoiceId', '=', invoiceId).executeTakeFirst()) ??
    null
  );
}

export async function insertSettlement(tx: LicencesTx, row: SettlementRow): Promise<void> {
  await tx
    .insertInto('consumptionSettlements')
    .values({ ...row, totals: asJson(row.totals), consumption: asJson(row.consumption) })
    .execute();
}
