import type { SalesFact } from '../partners.ports.ts';
import type { PartnerRulesRow, PartnerStatus } from '../partners.tables.ts';

export type HealthPartner = { id: string; name: string; status: PartnerStatus; since: Date };

export type RevenueRow = {
  partnerId: string;
  name: string;
  netMinor: bigint;
  sales: number;
  lastSaleAt: Date | null;
  /** Of the network's revenue, in parts per million. */
  sharePpm: number;
  /** Of all revenue down to this row. */
  cumulativePpm: number;
};

export type DependencyRow =
  | { kind: 'partner'; partnerId: string; name: string; netMinor: bigint; sharePpm: number }
  | {
      kind: 'customer';
      partnerId: string;
      name: string;
      customerId: string;
      customerName: string;
      netMinor: bigint;
      sharePpm: number;
    };

export type InactivityRow = {
  partnerId: string;
  name: string;
  lastSaleAt: Date | null;
  activeSince: Date;
  days: number;
};

export type NetworkHealth = {
  currency: string | null;
  totalMinor: bigint;
  concentration: {
    /** How many partners are the top of the rule, and their share. */
    topPartners: number;
    topSharePpm: number;
    /** The fewest partners that bring the share that the rule names. */
    partnersForShare: number;
    isConcentrated: boolean;
    rows: RevenueRow[];
  };
  dependency: DependencyRow[];
  inactive: InactivityRow[];
};

const whole = 1_000_000n;
const day = 86_400_000;

/**
 * What of the network's revenue hangs on few: the 80/20 rule over active partners, partners above the limit, customers above the limit within their partner,
 * and active partners without a sale. Every number has its rows. Shares are cut, not rounded, so that they never sum to more than the whole.
 */
export function networkHealth(
  partners: readonly HealthPartner[],
  facts: readonly SalesFact[],
  rules: PartnerRulesRow,
  now: Date,
): NetworkHealth {
  const totals = totalsOf(facts);
  const totalMinor = [...totals.values()].reduce((sum, one) => sum + one.netMinor, 0n);
  const active = partners.filter(({ status }) => status === 'active');
  const rows = revenueRows(partners, totals, totalMinor);
  // At least one: with four partners the top fifth is still somebody.
  const topPartners = Math.min(
    rows.length,
    Math.max(1, Math.ceil((active.length * rules.concentrationPartnersPpm) / 1e6)),
  );
  const topSharePpm = rows[topPartners - 1]?.cumulativePpm ?? 0;
  const reached = rows.findIndex(({ cumulativePpm }) => cumulativePpm >= rules.concentrationRevenuePpm);
  return {
    currency: facts[0]?.currency ?? null,
    totalMinor,
    concentration: {
      topPartners,
      topSharePpm,
      partnersForShare: reached === -1 ? rows.length : reached + 1,
      isConcentrated: totalMinor > 0n && topSharePpm >= rules.concentrationRevenuePpm,
      rows,
    },
    dependency: dependencyRows(rows, facts, totals, rules),
    inactive: inactiveRows(active, totals, rules, now),
  };
}

type Total = { netMinor: bigint; sales: number; lastSaleAt: Date | null };

function totalsOf(facts: readonly SalesFact[]): Map<string, Total> {
  const totals = new Map<string, Total>();
  for (const { partnerId, netMinor, sales, lastSaleAt } of facts) {
    const so = totals.get(partnerId) ?? { netMinor: 0n, sales: 0, lastSaleAt: null };
    totals.set(partnerId, {
      netMinor: so.netMinor + netMinor,
      sales: so.sales + sales,
      lastSaleAt: so.lastSaleAt !== null && so.lastSaleAt > lastSaleAt ? so.lastSaleAt : lastSaleAt,
    });
  }
  return totals;
}

function revenueRows(partners: readonly HealthPartner[], totals: Map<string, Total>, totalMinor: bigint): RevenueRow[] {
  const sorted = partners
    .flatMap(({ id, name }) => {
      const total = totals.get(id);
      return total === undefined || total.netMinor <= 0n ? [] : [{ partnerId: id, name, ...total }];
    })
    .sort((a, b) => (a.netMinor === b.netMinor ? a.name.localeCompare(b.name) : a.netMinor > b.netMinor ? -1 : 1));
  let cumulative = 0n;
  return sorted.map((row) => {
    cumulative += row.netMinor;
    return { ...row, sharePpm: shareOf(row.netMinor, totalMinor), cumulativePpm: shareOf(cumulative, totalMinor) };
  });
}

function dependencyRows(
  rows: readonly RevenueRow[],
  facts: readonly SalesFact[],
  totals: Map<string, Total>,
  rules: PartnerRulesRow,
): DependencyRow[] {
  const names = new Map(rows.map(({ partnerId, name }) => [partnerId, name]));
  const partners = rows
    .filter(({ sharePpm }) => sharePpm >= rules.dependencyPpm)
    .map(({ partnerId, name, netMinor, sharePpm }) => ({
      kind: 'partner' as const,
      partnerId,
      name,
      netMinor,
      sharePpm,
    }));
  const customers = facts.flatMap(({ partnerId, customerId, customerName, netMinor }) => {
    const sharePpm = shareOf(netMinor, totals.get(partnerId)!.netMinor);
    const name = names.get(partnerId);
    if (name === undefined || sharePpm < rules.dependencyPpm) return [];
    return [{ kind: 'customer' as const, partnerId, name, customerId, customerName, netMinor, sharePpm }];
  });
  return [...partners, ...customers];
}

function inactiveRows(
  active: readonly HealthPartner[],
  totals: Map<string, Total>,
  rules: PartnerRulesRow,
  now: Date,
): InactivityRow[] {
  return active
    .map(({ id, name, since }) => {
      const lastSaleAt = totals.get(id)?.lastSaleAt ?? null;
      const from = lastSaleAt ?? since;
      return {
        partnerId: id,
        name,
        lastSaleAt,
        activeSince: since,
        days: Math.floor((now.getTime() - from.getTime()) / day),
      };
    })
    .filter(({ days }) => days >= rules.inactiveAfterDays)
    .sort((a, b) => b.days - a.days || a.name.localeCompare(b.name));
}

function shareOf(part: bigint, total: bigint): number {
  return total <= 0n || part <= 0n ? 0 : Number((part * whole) / total);
}
