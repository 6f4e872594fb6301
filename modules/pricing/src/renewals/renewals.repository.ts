import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { OrderRow, PricingTables, RenewalRow } from '../pricing.tables.ts';

type PricingTx = Tx<PricingTables>;

/** Lines of an order that end on the same day. */
export type Due = { orderId: string; endsOn: string; lineIds: string[] };

/** Ends that come near and have no renewal yet, oldest first. What was cancelled or declined once is not offered again. */
export async function listDue(tx: PricingTx, until: string): Promise<Due[]> {
  const query = sql<Due>`
    select t.order_id as "orderId", t.ends_on as "endsOn", array_agg(t.line_id) as "lineIds"
    from order_terms t
    where t.ends_on <= ${until}::date
      and not exists (select from renewals r where r.order_id = t.order_id and r.ends_on = t.ends_on)
    group by t.order_id, t.ends_on order by t.ends_on limit 500`;
  return (await query.execute(tx)).rows;
}

export async function getOrderRow(tx: PricingTx, orderId: string): Promise<OrderRow> {
  return await tx.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow();
}

export async function isRenewed(tx: PricingTx, orderId: string, endsOn: string): Promise<boolean> {
  const query = tx.selectFrom('renewals').select('quoteId').where('orderId', '=', orderId).where('endsOn', '=', endsOn);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function insertRenewal(tx: PricingTx, renewal: RenewalRow): Promise<void> {
  await tx.insertInto('renewals').values(renewal).execute();
}
