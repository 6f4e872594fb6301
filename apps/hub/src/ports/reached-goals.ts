import type { Tx } from '@nexus/db';
import type { InvoicesModule } from '@nexus/invoices';
import { addMonths, type BusinessCalendar } from '@nexus/kernel';
import type { KnowledgeParts } from '@nexus/knowledge';
import type { PartnerFacts } from '@nexus/partners';

type Facts = KnowledgeParts['facts'];

/** What partners reached in a month: their own paid sales, those of whom they brought in, and whom they brought in. */
export function reachedGoals({
  invoices,
  partners,
  calendar,
}: {
  invoices: Pick<InvoicesModule['door'], 'paidByPartner'>;
  partners: Pick<PartnerFacts, 'broughtAt'>;
  calendar: BusinessCalendar;
}): Facts {
  const sumOf = (totals: Map<string, bigint>) =>
    [...totals].map(([organisationId, value]) => ({ organisationId, value }));

  async function brought(tx: Tx, from: Date, to: Date) {
    const recruited = new Map<string, bigint>();
    for (const { sponsorId, since } of await partners.broughtAt(tx, new Date(to.getTime() - 1)))
      if (since >= from) recruited.set(sponsorId, (recruited.get(sponsorId) ?? 0n) + 1n);
    return sumOf(recruited);
  }

  return {
    async reachedIn(tx, { metric, month, currency }) {
      const from = calendar.startOfMonth(month);
      const to = calendar.startOfMonth(addMonths(month, 1));
      if (metric === 'recruits') return await brought(tx, from, to);
      const paid = await invoices.paidByPartner(tx, { from, to, currency });
      if (metric !== 'team_sales')
        return paid.map(({ partnerId, orders, netMinor }) => ({
          organisationId: partnerId,
          value: metric === 'sales' ? BigInt(orders) : netMinor,
        }));
      const sponsorOf = new Map(
        (await partners.broughtAt(tx, new Date(to.getTime() - 1))).map((each) => [each.partnerId, each.sponsorId]),
      );
      const team = new Map<string, bigint>();
      for (const { partnerId, netMinor } of paid) {
        const sponsor = sponsorOf.get(partnerId);
        if (sponsor !== undefined) team.set(sponsor, (team.get(sponsor) ?? 0n) + netMinor);
      }
      return sumOf(team);
    },
  };
}
