import type { Tx } from '@nexus/db';
import { newId, type Page, type PersonActor, pageOf, parseMonth } from '@nexus/kernel';
import { CommissionsForbiddenError, StatementNotFoundError } from './commissions.errors.ts';
import type { CommissionsDependencies } from './commissions.parts.ts';
import { mayHandleMoney, maySeeStatementOf } from './commissions.policy.ts';
import type { AccountRef } from './commissions.ports.ts';
import { type ClosedMonth, createCloseMonth } from './months/close-month.ts';
import { createQuarterBonus } from './months/quarter-bonus.ts';
import { releaseDue } from './months/release-due.ts';
import { listMonths, type MonthRow } from './months/settling.repository.ts';
import { createPayoutsService } from './payouts/payouts.service.ts';
import { createPlansService } from './plans.service.ts';
import * as rates from './rates.repository.ts';
import { createRecordRefund } from './sales/record-refund.ts';
import { createRecordSales } from './sales/record-sales.ts';
import type { RefundEvent, SaleEvent } from './sales/sale-event.ts';
import { type Simulation, simulatePlan } from './simulation/simulate-plan.ts';
import * as statements from './statements/statements.repository.ts';

export type Statement = {
  partnerId: string;
  month: string;
  snapshot: statements.Snapshot | null;
  totals: statements.StatementTotal[];
  balances: { purpose: string; currency: string; minor: bigint }[];
  page: Page<statements.StatementLine>;
  names: ReadonlyMap<string, string>;
};

const purposes = ['accrued', 'payable', 'in_payout', 'clawback_receivable'] as const;

export type CommissionsService = ReturnType<typeof createCommissionsService>;

export function createCommissionsService(parts: CommissionsDependencies) {
  const { database, organisations, ledger, calendar, clock, audit } = parts;
  const recordSales = createRecordSales(parts);
  const recordRefund = createRecordRefund(parts);
  const closing = createCloseMonth(parts);
  const bonus = createQuarterBonus(parts);
  const payouts = createPayoutsService(parts);
  const plans = createPlansService(parts);

  /** One transaction of somebody of finance, or of the owner. */
  async function asOffice<R>(actor: PersonActor, run: (tx: Tx) => Promise<R>): Promise<R> {
    return await database.withActor<unknown, R>(actor, async (tx) => {
      const own = tx as Tx;
      if (!mayHandleMoney(await organisations.rolesOf(own, actor.personId))) throw new CommissionsForbiddenError();
      return await run(own);
    });
  }

  async function recordSale(actor: PersonActor, sale: SaleEvent): Promise<{ externalId: string; isNew: boolean }> {
    return await asOffice(actor, async (tx) => {
      const [recorded] = await recordSales(tx, [sale], actor.personId);
      if (recorded!.isNew) await recordSaleEntry(tx, actor, 'sale.recorded', sale.externalId, sale.partnerId);
      return recorded!;
    });
  }

  async function refundSale(actor: PersonActor, refund: RefundEvent) {
    return await asOffice(actor, async (tx) => {
      const recorded = await recordRefund(tx, refund, actor.personId);
      if (recorded.isNew) await recordSaleEntry(tx, actor, 'sale.refunded', refund.saleExternalId, null);
      return recorded;
    });
  }

  async function recordSaleEntry(
    tx: Tx,
    actor: PersonActor,
    action: 'sale.recorded' | 'sale.refunded',
    sale: string,
    partnerId: string | null,
  ): Promise<void> {
    const objects = partnerId === null ? [] : [{ kind: 'organisation', id: partnerId }];
    await audit.record(tx, { actor, action, outcome: 'success', objects, details: { sale } });
  }

  async function closeMonth(actor: PersonActor, month: string): Promise<ClosedMonth> {
    await asOffice(actor, (tx) => closing.begin(tx, month, actor));
    return await closing.finish(month, actor);
  }

  /** What has come to the end of its hold by now. For the scheduler, and before a payout. */
  async function releaseNow(): Promise<number> {
    return await database.withWorker<unknown, number>('commissions.release', (tx) =>
      releaseDue(tx as Tx, parts, clock.now()),
    );
  }

  /** A partner's month, line by line: the partner itself and the office; for anybody else there is none. */
  async function statementOf(
    actor: PersonActor,
    partnerId: string,
    month: string,
    after: bigint,
    limit: number,
  ): Promise<Statement> {
    parseMonth(month);
    return await database.withActor<unknown, Statement>(
      actor,
      async (tx) => {
        const own = tx as Tx;
        if (!maySeeStatementOf(await organisations.rolesOf(own, actor.personId), partnerId))
          throw new StatementNotFoundError();
        const lines = await statements.listStatementLines(own, partnerId, month, after, limit + 1);
        const page = pageOf(lines, limit, ({ id }) => [id.toString()]);
        const totals = await statements.listTotals(own, partnerId, month);
        const accounts = totals.flatMap(({ currency }) =>
          purposes.map((purpose): AccountRef => ({ ownerId: partnerId, purpose, currency })),
        );
        const balances = await ledger.balancesOf(own, accounts);
        const sellers = [...new Set(page.items.flatMap(({ sellerId }) => sellerId ?? []))];
        return {
          partnerId,
          month,
          snapshot: await statements.findSnapshot(own, partnerId, month),
          totals,
          balances: accounts.map(({ purpose, currency }, index) => ({ purpose, currency, minor: balances[index]! })),
          page,
          names: await organisations.namesOf(own, sellers),
        };
      },
      { readOnly: true },
    );
  }

  async function listStatementMonths(actor: PersonActor, partnerId: string): Promise<string[]> {
    return await database.withActor<unknown, string[]>(actor, async (tx) => {
      if (!maySeeStatementOf(await organisations.rolesOf(tx as Tx, actor.personId), partnerId))
        throw new StatementNotFoundError();
      return await statements.listStatementMonths(tx as Tx, partnerId);
    });
  }

  async function listPayoutsOf(actor: PersonActor, partnerId: string) {
    return await database.withActor(actor, async (tx) => {
      if (!maySeeStatementOf(await organisations.rolesOf(tx as Tx, actor.personId), partnerId))
        throw new StatementNotFoundError();
      return await payouts.listPayoutsOf(tx as Tx, partnerId);
    });
  }

  async function simulate(actor: PersonActor, plan: unknown, months: readonly string[]): Promise<Simulation> {
    return await asOffice(actor, (tx) => simulatePlan(tx, calendar, plan, months.map(parseMonth)));
  }

  async function recordRate(actor: PersonActor, rate: Omit<rates.ExchangeRate, 'id'>): Promise<rates.ExchangeRate> {
    return await asOffice(actor, async (tx) => {
      const row = { id: newId(), ...rate };
      await rates.insertRate(tx, { ...row, recordedBy: actor.personId, recordedAt: clock.now() });
      const details = { base: rate.base, quote: rate.quote, source: rate.source };
      await audit.record(tx, { actor, action: 'exchange_rate.recorded', outcome: 'success', details });
      return row;
    });
  }

  return {
    /** In the caller's transaction, for flows: see `RecordSales` and `RecordRefund`. */
    recordSales,
    recordRefund,
    recordSale,
    refundSale,
    closeMonth,
    beginClosing: closing.begin,
    finishClosing: closing.finish,
    releaseNow,
    statementOf,
    listStatementMonths,
    listPayoutsOf,
    simulate,
    recordRate,
    listRates: (actor: PersonActor) => asOffice(actor, (tx) => rates.listRates(tx, 200)),
    listMonths: (actor: PersonActor): Promise<MonthRow[]> => asOffice(actor, (tx) => listMonths(tx)),
    agreeGoal: (actor: PersonActor, goal: Parameters<typeof bonus.agreeGoal>[2]) =>
      asOffice(actor, (tx) => bonus.agreeGoal(tx, actor, goal)),
    accrueBonus: (actor: PersonActor, quarter: string) => asOffice(actor, (tx) => bonus.accrue(tx, actor, quarter)),
    asOffice,
    payouts,
    plans,
    calendar,
  };
}
