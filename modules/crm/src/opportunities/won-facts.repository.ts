import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type WonFact = {
  partnerId: string;
  customerId: string;
  customerName: string;
  sales: number;
  netMinor: bigint;
  currency: string;
  lastSaleAt: Date;
};

/** What partners won with each customer in a stretch of time, in one currency: the value that the opportunity had when it was won. */
export async function wonByPartnerAndCustomer(tx: Tx, from: Date, until: Date, currency: string): Promise<WonFact[]> {
  const { rows } = await sql<WonFact>`
    select partner_id, coalesce(customer_id, id) as customer_id, max(case when customer_name = '' then name else customer_name end) as customer_name,
      count(*)::integer as sales, sum(value_minor)::bigint as net_minor, ${currency} as currency, max(closed_at) as last_sale_at
    from opportunities
    where outcome = 'won' and partner_id is not null and currency = ${currency}
      and closed_at >= ${from}::timestamptz and closed_at < ${until}::timestamptz
    group by partner_id, coalesce(customer_id, id)`.execute(tx);
  return rows;
}
