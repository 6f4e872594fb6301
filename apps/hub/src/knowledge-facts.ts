import type { Tx } from '@nexus/db';
import type { InvoicesModule } from '@nexus/invoices';
import { addMonths, type BusinessCalendar } from '@nexus/kernel';
import type { FactsPort } from '@nexus/knowledge';
import type { PartnersModule } from '@nexus/partners';

type Parts = { invoices: InvoicesModule; partners: PartnersModule; calendar: BusinessCalendar };
type Reached = { organisationId: string; value: bigint };

/** What partners reached in a month, for goals that give credit: paid sales, their own and of whom they brought in, and whom they brought in. */
export function createKnowledgeFacts({ invoices, partners, calendar }: Parts): FactsPort {
  async function reachedIn(
    tx: Tx,
    { metric, month, currency }: Parameters<FactsPort['reachedIn']>[1],
  ): Promise<Reached[]> {
    const from = calendar.startOfMonth(month);
    const to = calendar.startOfMonth(addMonths(month, 1));
    if (metric === 'recruits') {
      const recruited = await partners.facts.recruitedWithin(tx, from, to);
      return recruited.map(({ sponsorId, count }) => ({ organisationId: sponsorId, value: BigInt(count) }));
    }
    const sold = await invoices.door.paidByPartner(tx, { from, to, currency });
    if (metric === 'team_sales') return await ofTeams(tx, sold, to);
    return sold.map(({ partnerId, orders, netMinor }) => ({
      organisationId: partnerId,
      value: metric === 'sales' ? BigInt(orders) : netMinor,
    }));
  }

  /** Each sale counts for the sponsors above it, up to the levels that are paid. */
  async function ofTeams(tx: Tx, sold: readonly { partnerId: string; orders: number }[], at: Date): Promise<Reached[]> {
    const values = new Map<string, bigint>();
    for (const { partnerId, orders } of sold)
      for (const sponsor of await partners.facts.sponsorsOf(tx, partnerId, at))
        values.set(sponsor, (values.get(sponsor) ?? 0n) + BigInt(orders));
    return [...values].map(([organisationId, value]) => ({ organisationId, value }));
  }

  return { reachedIn };
}
