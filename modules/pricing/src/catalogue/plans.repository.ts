import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type {
  PriceComponentRow,
  PriceListRow,
  PricePlanRow,
  PricePlanVersionRow,
  PriceTierRow,
  PricingTables,
} from '../pricing.tables.ts';

type PricingTx = Tx<PricingTables>;

export type PlanVersion = PricePlanVersionRow & { components: (PriceComponentRow & { tiers: PriceTierRow[] })[] };

export async function insertPriceList(tx: PricingTx, list: PriceListRow): Promise<void> {
  await tx.insertInto('priceLists').values(list).execute();
}

export async function listPriceLists(tx: PricingTx): Promise<PriceListRow[]> {
  return await tx.selectFrom('priceLists').selectAll().orderBy('code').execute();
}

export async function findPriceList(tx: PricingTx, listId: string): Promise<PriceListRow | null> {
  return (await tx.selectFrom('priceLists').selectAll().where('id', '=', listId).executeTakeFirst()) ?? null;
}

export async function insertPlan(tx: PricingTx, plan: PricePlanRow): Promise<void> {
  await tx.insertInto('pricePlans').values(plan).execute();
}

export async function listPlans(tx: PricingTx): Promise<PricePlanRow[]> {
  return await tx.selectFrom('pricePlans').selectAll().orderBy('code').execute();
}

export async function findPlan(tx: PricingTx, planId: string): Promise<PricePlanRow | null> {
  return (await tx.selectFrom('pricePlans').selectAll().where('id', '=', planId).executeTakeFirst()) ?? null;
}

/** Keeps other drafts of the plan waiting, so that numbers follow each other. */
export async function nextVersionNumber(tx: PricingTx, planId: string, priceListId: string): Promise<number> {
  await tx.selectFrom('pricePlans').select('id').where('id', '=', planId).forUpdate().execute();
  const row = await tx
    .selectFrom('pricePlanVersions')
    .where('planId', '=', planId)
    .where('priceListId', '=', priceListId)
    .select((eb) => eb.fn.max('number').as('last'))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

export async function insertVersion(tx: PricingTx, { components, ...version }: PlanVersion): Promise<void> {
  await tx
    .insertInto('pricePlanVersions')
    .values({ ...version, limits: jsonOf(version.limits) })
    .execute();
  await tx
    .insertInto('priceComponents')
    .values(components.map(({ tiers: _, ...component }) => component))
    .execute();
  await tx
    .insertInto('priceTiers')
    .values(components.flatMap(({ tiers }) => tiers))
    .execute();
}

/** Versions in the order of their days, newest first. */
export async function listVersions(tx: PricingTx, planId: string): Promise<PlanVersion[]> {
  const rows = await tx
    .selectFrom('pricePlanVersions')
    .selectAll()
    .where('planId', '=', planId)
    .orderBy('priceListId')
    .orderBy('effectiveFrom', 'desc')
    .orderBy('number', 'desc')
    .execute();
  return await withComponents(tx, rows);
}

export async function findVersion(tx: PricingTx, versionId: string): Promise<PlanVersion | null> {
  const rows = await tx.selectFrom('pricePlanVersions').selectAll().where('id', '=', versionId).execute();
  return (await withComponents(tx, rows))[0] ?? null;
}

/** The versions of these plans that are in effect in a list on a day. One statement for the versions, two for their parts. */
export async function findVersionsInEffect(
  tx: PricingTx,
  planIds: readonly string[],
  priceListId: string,
  day: string,
): Promise<ReadonlyMap<string, PlanVersion>> {
  if (planIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('pricePlanVersions')
    .selectAll()
    .distinctOn('planId')
    .where('planId', 'in', [...planIds])
    .where('priceListId', '=', priceListId)
    .where('state', '=', 'published')
    .where('effectiveFrom', '<=', day)
    .orderBy('planId')
    .orderBy('effectiveFrom', 'desc')
    .execute();
  return new Map((await withComponents(tx, rows)).map((version) => [version.planId, version]));
}

export async function publishVersion(tx: PricingTx, versionId: string, by: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('pricePlanVersions')
    .set({ state: 'published', publishedBy: by, publishedAt: at })
    .where('id', '=', versionId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteVersion(tx: PricingTx, versionId: string): Promise<boolean> {
  const result = await tx.deleteFrom('pricePlanVersions').where('id', '=', versionId).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

async function withComponents(tx: PricingTx, rows: PricePlanVersionRow[]): Promise<PlanVersion[]> {
  if (rows.length === 0) return [];
  const components = await tx
    .selectFrom('priceComponents')
    .selectAll()
    .where(
      'planVersionId',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('ordinal')
    .execute();
  const tiers =
    components.length === 0
      ? []
      : await tx
          .selectFrom('priceTiers')
          .selectAll()
          .where(
            'componentId',
            'in',
            components.map(({ id }) => id),
          )
          .orderBy('fromQuantity')
          .execute();
  const tiersOf = Map.groupBy(tiers, ({ componentId }) => componentId);
  const whole = components.map((component) => ({ ...component, tiers: tiersOf.get(component.id) ?? [] }));
  const componentsOf = Map.groupBy(whole, ({ planVersionId }) => planVersionId);
  return rows.map((row) => ({ ...row, components: componentsOf.get(row.id) ?? [] }));
}

function jsonOf<Value>(value: Value): Value {
  return sql`${JSON.stringify(value)}::jsonb` as unknown as Value;
}
