import { quarterBonus, releaseTime } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import { addMonths, monthsOfQuarter, mulRate, type PersonActor } from '@nexus/kernel';
import { GoalAgreedError, QuarterNotClosedError } from '../commissions.errors.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import { holdAccounts, insertLines } from '../lines.repository.ts';
import { openPlanShelf } from '../plan-shelf.ts';
import * as repository from './bonus.repository.ts';
import { openPostingMonths } from './posting-month.ts';

export function createQuarterBonus(parts: CommissionsDependencies) {
  const { ledger, calendar, clock, audit } = parts;

  async function agreeGoal(tx: Tx, actor: PersonActor, goal: repository.Goal): Promise<void> {
    monthsOfQuarter(goal.quarter);
    const isKept = await repository.upsertGoal(tx, { ...goal, agreedBy: actor.personId, agreedAt: clock.now() });
    if (!isKept) throw new GoalAgreedError();
    await audit.record(tx, {
      actor,
      action: 'quarter_goal.agreed',
      outcome: 'success',
      objects: [{ kind: 'organisation', id: goal.partnerId }],
      details: { quarter: goal.quarter, currency: goal.currency },
    });
  }

  /** Decides the bonus of everybody who has a goal and no decision yet; a decision for nothing is a line too. @returns how many it decided */
  async function accrue(tx: Tx, actor: PersonActor, quarter: string): Promise<number> {
    const months = monthsOfQuarter(quarter);
    if ((await repository.closedAmong(tx, months)) < months.length) throw new QuarterNotClosedError();
    const now = clock.now();
    const lastInstant = new Date(calendar.startOfMonth(addMonths(months.at(-1)!, 1)).getTime() - 1);
    const { plan, number } = (await openPlanShelf(tx)).planFor(lastInstant, null);
    const posting = (await openPostingMonths(tx, calendar, [now]))(now);
    const facts = await repository.takeUndecidedGoals(tx, quarter, months);
    const accounts = await holdAccounts(tx, facts, 'share');
    for (const [index, fact] of facts.entries()) {
      const { partnerId, currency } = fact;
      const net = { minor: fact.netMinor, currency };
      const line = quarterBonus(plan, {
        partnerId,
        net,
        goal: { minor: fact.goalMinor, currency },
        headroom: { minor: mulRate(net, plan.cap.ppm, plan.rounding).minor - fact.countedMinor, currency },
      });
      const [posted] = await ledger.post(
        tx,
        line.amountMinor === 0n
          ? []
          : [
              {
                key: `bonus:${quarter}:${partnerId}:${currency}`,
                kind: 'bonus_accrued',
                effectiveAt: posting.effectiveAt,
                reference: quarter,
                entries: [
                  { account: { ownerId: null, purpose: 'commission_expense', currency }, minor: -line.amountMinor },
                  { account: { ownerId: partnerId, purpose: 'accrued', currency }, minor: line.amountMinor },
                ],
              },
            ],
      );
      const after = accounts[index]!.releasedThrough.getTime() + 1;
      await insertLines(tx, [
        {
          ...line,
          saleLineId: null,
          ordinal: 0,
          rule: `bonus.${quarter}`,
          currency,
          planNumber: number,
          month: posting.month,
          belongsTo: months.at(-1)!,
          occurredAt: lastInstant,
          releaseAt: new Date(Math.max(releaseTime(plan, lastInstant).getTime(), after)),
          refundId: null,
          ledgerTxId: posted?.txId ?? null,
          recordedAt: now,
        },
      ]);
      await repository.insertBonus(tx, fact, posting.month);
    }
    await audit.record(tx, {
      actor,
      action: 'quarter_bonus.accrued',
      outcome: 'success',
      details: { quarter, partners: facts.length },
    });
    return facts.length;
  }

  return { agreeGoal, accrue };
}
