import { type Plan, parsePlan } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import { NoPlanInForceError, PlanNotFoundError } from './commissions.errors.ts';
import * as repository from './plans.repository.ts';

export type NumberedPlan = { number: number; plan: Plan };

/** The active plans of a transaction, read once: which one a sale is under, and each by its number. */
export type PlanShelf = {
  /** @throws NoPlanInForceError, PlanNotFoundError for a contract's plan that is not active */
  planFor(at: Date, contractPlanVersionId: string | null): NumberedPlan;
  byNumber(number: number): Plan;
};

// An active plan never changes, so what was read once holds for good.
const parsed = new Map<string, Plan>();

export async function openPlanShelf(tx: Tx): Promise<PlanShelf> {
  const rows = (await repository.listActivePlans(tx)).map(({ id, number, isGeneral, effectiveFrom, plan }) => {
    const known = parsed.get(id) ?? parsePlan(plan);
    parsed.set(id, known);
    return { id, number, isGeneral, from: effectiveFrom!.getTime(), plan: known };
  });
  const general = rows.filter(({ isGeneral }) => isGeneral).sort((a, b) => b.from - a.from);
  const numbers = new Map(rows.map((row) => [row.number, row.plan]));
  return {
    planFor(at, contractPlanVersionId) {
      if (contractPlanVersionId !== null) {
        const named = rows.find(({ id }) => id === contractPlanVersionId);
        if (named === undefined) throw new PlanNotFoundError();
        return named;
      }
      const inForce = general.find(({ from }) => from <= at.getTime());
      if (inForce === undefined) throw new NoPlanInForceError(at);
      return inForce;
    },
    byNumber(number) {
      const plan = numbers.get(number);
      if (plan === undefined) throw new PlanNotFoundError();
      return plan;
    },
  };
}
