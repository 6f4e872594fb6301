import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { AccessRow, AssetRow, HoldingRow, KnowledgeTables, RateRow } from '../knowledge.tables.ts';

type KnowledgeTx = Tx<KnowledgeTables>;

/** `validUntil` is the first day without it; null is open. */
export type Holding = Omit<HoldingRow, 'valid'> & { validFrom: string; validUntil: string | null };
export type Rate = Omit<RateRow, 'valid'> & { validFrom: string; validUntil: string | null };

export async function insertAsset(tx: KnowledgeTx, asset: AssetRow): Promise<void> {
  await tx.insertInto('knowledgeAssets').values(asset).execute();
}

export async function listAssets(tx: KnowledgeTx): Promise<AssetRow[]> {
  return await tx.selectFrom('knowledgeAssets').selectAll().orderBy('code').execute();
}

export async function findAsset(tx: KnowledgeTx, assetId: string): Promise<AssetRow | null> {
  return (await tx.selectFrom('knowledgeAssets').selectAll().where('id', '=', assetId).executeTakeFirst()) ?? null;
}

export async function insertHolding(tx: KnowledgeTx, holding: Holding): Promise<void> {
  await sql`
    insert into knowledge_holdings (id, asset_id, holder_id, share_ppm, valid, is_perpetual, created_by, created_at)
    values (${holding.id}, ${holding.assetId}, ${holding.holderId}, ${holding.sharePpm},
      daterange(${holding.validFrom}::date, ${holding.validUntil}::date), ${holding.isPerpetual}, ${holding.createdBy}, ${holding.createdAt})`.execute(
    tx,
  );
}

/** False when there is no such holding, or the day is before its first. */
export async function endHolding(tx: KnowledgeTx, holdingId: string, day: string): Promise<boolean> {
  const ended = await sql`
    update knowledge_holdings set valid = daterange(lower(valid), ${day}::date)
    where id = ${holdingId} and lower(valid) < ${day}::date`.execute(tx);
  return ended.numAffectedRows === 1n;
}

export async function listHoldings(tx: KnowledgeTx, assetIds: readonly string[]): Promise<Holding[]> {
  const query = sql<Holding>`
    select id, asset_id as "assetId", holder_id as "holderId", share_ppm as "sharePpm", is_perpetual as "isPerpetual",
      lower(valid) as "validFrom", upper(valid) as "validUntil", created_by as "createdBy", created_at as "createdAt"
    from knowledge_holdings where asset_id = any (${[...assetIds]}::uuid[]) order by lower(valid), id`;
  return (await query.execute(tx)).rows;
}

/** Who holds an asset on a day, largest share first; the order decides nothing, but is always the same. */
export async function listHoldersOn(
  tx: KnowledgeTx,
  assetId: string,
  day: string,
): Promise<{ partnerId: string; sharePpm: number }[]> {
  const query = sql<{ partnerId: string; sharePpm: number }>`
    select holder_id as "partnerId", share_ppm as "sharePpm" from knowledge_holdings
    where asset_id = ${assetId} and valid @> ${day}::date order by share_ppm desc, holder_id`;
  return (await query.execute(tx)).rows;
}

export async function insertRate(tx: KnowledgeTx, rate: Rate): Promise<void> {
  await sql`
    insert into knowledge_rates (id, qualification, hour_minor, currency, valid, created_by, created_at)
    values (${rate.id}, ${rate.qualification}, ${rate.hourMinor}, ${rate.currency},
      daterange(${rate.validFrom}::date, ${rate.validUntil}::date), ${rate.createdBy}, ${rate.createdAt})`.execute(tx);
}

const rateColumns = sql`
  id, qualification, hour_minor as "hourMinor", currency, lower(valid) as "validFrom", upper(valid) as "validUntil",
  created_by as "createdBy", created_at as "createdAt"`;

export async function listRates(tx: KnowledgeTx): Promise<Rate[]> {
  const query = sql<Rate>`select ${rateColumns} from knowledge_rates order by qualification, lower(valid) desc`;
  return (await query.execute(tx)).rows;
}

export async function findRate(
  tx: KnowledgeTx,
  { qualification, currency, day }: { qualification: string; currency: string; day: string },
): Promise<Rate | null> {
  const query = sql<Rate>`
    select ${rateColumns} from knowledge_rates
    where qualification = ${qualification} and currency = ${currency} and valid @> ${day}::date`;
  return (await query.execute(tx)).rows[0] ?? null;
}

export async function insertAccess(tx: KnowledgeTx, access: AccessRow): Promise<void> {
  await tx.insertInto('knowledgeAccesses').values(access).execute();
}

export async function listAccesses(tx: KnowledgeTx, assetIds: readonly string[]): Promise<AccessRow[]> {
  if (assetIds.length === 0) return [];
  return await tx
    .selectFrom('knowledgeAccesses')
    .selectAll()
    .where('assetId', 'in', [...assetIds])
    .orderBy('boughtAt')
    .execute();
}
