import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { LineView, MonthView, PlanView, RateView, SimulationView, StatementView } from './commissions.schemas.ts';
import type { Statement } from './commissions.service.ts';
import type { MonthRow } from './months/settling.repository.ts';
import type { PlanVersionRow } from './plans.repository.ts';
import type { ExchangeRate } from './rates.repository.ts';
import type { Simulation } from './simulation/simulate-plan.ts';
import type { StatementLine } from './statements/statements.repository.ts';

export function viewMonth({ month, state, closedAt }: MonthRow): z.infer<typeof MonthView> {
  return { month, state, closedAt: closedAt?.toISOString() ?? null };
}

function viewLine(line: StatementLine, names: ReadonlyMap<string, string>): z.infer<typeof LineView> {
  const { currency } = line;
  return {
    id: line.id.toString(),
    date: line.occurredAt.toISOString(),
    sale: line.saleExternalId,
    saleLine: line.saleLine,
    invoice: line.invoiceRef,
    product: line.productRef,
    description: line.description,
    sellerId: line.sellerId,
    sellerName: line.sellerId === null ? null : (names.get(line.sellerId) ?? null),
    kind: line.kind,
    level: line.level,
    isReversal: line.ordinal > 0,
    rule: line.rule,
    planVersion: line.planNumber,
    base: viewMoney({ minor: line.baseMinor, currency }),
    ratePpm: line.ratePpm,
    sharePpm: line.sharePpm,
    amount: viewMoney({ minor: line.amountMinor, currency }),
    reason: line.reason,
    refund: line.refundExternalId,
    belongsToMonth: line.belongsTo,
    releaseAt: line.releaseAt?.toISOString() ?? null,
    ledgerTransactionId: line.ledgerTxId?.toString() ?? null,
  };
}

export function viewStatement(statement: Statement): z.infer<typeof StatementView> {
  const { partnerId, month, snapshot, totals, balances, page, names } = statement;
  return {
    partnerId,
    month,
    isFinal: totals.length > 0 && totals.every(({ isFinal }) => isFinal),
    tier:
      snapshot === null
        ? null
        : {
            name: snapshot.tier,
            salesCounted: snapshot.salesCounted,
            kind: snapshot.kind,
            certification: snapshot.certification,
            planVersion: snapshot.planNumber,
          },
    totals: totals.map(({ currency, earnedMinor, reversedMinor, lineCount }) => ({
      earned: viewMoney({ minor: earnedMinor, currency }),
      reversed: viewMoney({ minor: reversedMinor, currency }),
      lines: lineCount,
    })),
    balances: balances.map(({ purpose, currency, minor }) => ({ purpose, balance: viewMoney({ minor, currency }) })),
    items: page.items.map((line) => viewLine(line, names)),
    nextCursor: page.nextCursor,
  };
}

export function viewPlan(row: PlanVersionRow): z.infer<typeof PlanView> {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    state: row.state,
    isGeneral: row.isGeneral,
    effectiveFrom: row.effectiveFrom?.toISOString() ?? null,
    plan: row.plan as Record<string, unknown>,
    version: row.version,
  };
}

export function viewSimulation({ sales, totals, partners }: Simulation): z.infer<typeof SimulationView> {
  return {
    sales,
    totals: totals.map(({ currency, kind, paidMinor, wouldMinor }) => ({
      kind,
      paid: viewMoney({ minor: paidMinor, currency }),
      would: viewMoney({ minor: wouldMinor, currency }),
    })),
    partners: partners.map(({ partnerId, currency, wouldMinor }) => ({
      partnerId,
      would: viewMoney({ minor: wouldMinor, currency }),
    })),
  };
}

export function viewRate(rate: ExchangeRate): z.infer<typeof RateView> {
  const { id, source, base, quote, numerator, denominator, at } = rate;
  return {
    id,
    source,
    base,
    quote,
    numerator: numerator.toString(),
    denominator: denominator.toString(),
    at: at.toISOString(),
  };
}
