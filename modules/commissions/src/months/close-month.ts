import type { Tx } from '@nexus/db';
import { type Actor, addMonths, type PersonActor, parseMonth, systemActor } from '@nexus/kernel';
import { EarlierMonthOpenError, MonthClosedError, MonthNotOverError } from '../commissions.errors.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import { releaseDue } from './release-due.ts';
import { settlePartners } from './settle-partners.ts';
import * as repository from './settling.repository.ts';

/** Partners settled in one transaction: what is read, computed and written at a time. */
const chunk = 1_000;

export type ClosedMonth = { month: string; partners: number; lines: number; released: number; statements: number };

/**
 * Closes a month for good: tiers, true-ups, what is due from the hold, statements. From its beginning new facts of the month are posted in the next one. It works
 * through the partners in chunks, each in a transaction of its own, and holds little in memory; interrupted, it goes on where it was when it is called again.
 */
export function createCloseMonth(parts: CommissionsDependencies) {
  const { database, ledger, calendar, clock, audit, logger } = parts;
  const job = 'commissions.close-month';
  const work = <R>(run: (tx: Tx) => Promise<R>) => database.withWorker<unknown, R>(job, (tx) => run(tx as Tx));

  /** In the caller's transaction, so that whoever asks is checked in it. */
  async function begin(tx: Tx, month: string, actor: Actor): Promise<void> {
    const end = calendar.startOfMonth(addMonths(parseMonth(month), 1));
    if (clock.now() < end) throw new MonthNotOverError();
    const earlier = await repository.earliestOpenBefore(tx, month);
    if (earlier !== null) throw new EarlierMonthOpenError(earlier);
    const state = await repository.beginClosing(tx, month, clock.now());
    if (state === 'closed') throw new MonthClosedError();
    await audit.record(tx, { actor, action: 'commission_month.closing_began', outcome: 'success', details: { month } });
  }

  async function finish(month: string, closedBy: PersonActor | null): Promise<ClosedMonth> {
    const result: ClosedMonth = { month, partners: 0, lines: 0, released: 0, statements: 0 };
    for (;;) {
      const settled = await work((tx) => settlePartners(tx, parts, month, chunk));
      if (settled.partners === 0) break;
      result.partners += settled.partners;
      result.lines += settled.lines;
    }
    const end = calendar.startOfMonth(addMonths(month, 1));
    result.released = await work((tx) => releaseDue(tx, parts, new Date(end.getTime() - 1)));
    await work(async (tx) => {
      result.statements = await repository.insertStatements(tx, month, clock.now());
      await repository.markClosed(tx, month, clock.now(), closedBy?.personId ?? null);
      await ledger.closeMonth(tx, month);
      await audit.record(tx, {
        actor: systemActor(job),
        action: 'commission_month.closed',
        outcome: 'success',
        details: { ...result },
      });
    });
    logger.info('month closed', { ...result });
    return result;
  }

  return { begin, finish };
}

export type CloseMonth = ReturnType<typeof createCloseMonth>;
