import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { DiscountLimitRow, PricingTables, TaxRateRow } from '../pricing.tables.ts';

type PricingTx = Tx<PricingTables>;

export type TaxRate = Omit<TaxRateRow, 'valid'> & { validFrom: string; validUntil: string | null };

const columns = sql<TaxRate>`
  id, country, region, category, name, rate_ppm as "ratePpm", lower(valid) as "validFrom", upper(valid) as "validUntil", created_by as "createdBy",
  created_at as "createdAt"`;

/** `validUntil` is the first day on which it is no longer in effect. */
export async function insertTaxRate(tx: PricingTx, rate: TaxRate): Promise<void> {
  await sql`
    insert into tax_rates (id, country, region, category, name, rate_ppm, valid, created_by, created_at)
    values (${rate.id}, ${rate.country}, ${rate.region}, ${rate.category}, ${rate.name}, ${rate.ratePpm},
      daterange(${rate.validFrom}::date, ${rate.validUntil}::date), ${rate.createdBy}, ${rate.createdAt})`.execute(tx);
}

export async function listTaxRates(tx: PricingTx): Promise<TaxRate[]> {
  const query = sql<TaxRate>`select ${columns} from tax_rates order by country, region, category, lower(valid) desc`;
  return (await query.execute(tx)).rows;
}

/** Ends an open rate on a day; false when there is none, or it begins later. */
export async function endTaxRate(tx: PricingTx, rateId: string, day: string): Promise<boolean> {
  const ended = await sql`
    update tax_rates set valid = daterange(lower(valid), ${day}::date)
    where id = ${rateId} and upper_inf(valid) and lower(valid) < ${day}::date`.execute(tx);
  return ended.numAffectedRows === 1n;
}

/** What is in effect for a category in a place on a day: the region's rate before the country's. */
export async function findTaxRate(
  tx: PricingTx,
  place: { country: string; region: string; category: string; day: string },
): Promise<TaxRate | null> {
  const query = sql<TaxRate>`
    select ${columns} from tax_rates
    where country = ${place.country} and region in ('', ${place.region}) and category = ${place.category} and valid @> ${place.day}::date
    order by region desc limit 1`;
  return (await query.execute(tx)).rows[0] ?? null;
}

export async function listDiscountLimits(tx: PricingTx): Promise<DiscountLimitRow[]> {
  return await tx.selectFrom('discountLimits').selectAll().orderBy('limitPpm').orderBy('role').execute();
}

export async function updateDiscountLimit(tx: PricingTx, role: string, limitPpm: number): Promise<boolean> {
  const result = await tx.updateTable('discountLimits').set({ limitPpm }).where('role', '=', role).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
