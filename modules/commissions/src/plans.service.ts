import { parsePlan } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import { newId, type PersonActor, StaleVersionError } from '@nexus/kernel';
import shippedPlan from '../plans/network-plan-1.json' with { type: 'json' };
import { PlanActiveError, PlanNotFoundError, PlanStartError } from './commissions.errors.ts';
import type { CommissionsDependencies } from './commissions.parts.ts';
import * as repository from './plans.repository.ts';

export type PlanInput = { plan: unknown; isGeneral: boolean };

export function createPlansService({ clock, audit, database }: CommissionsDependencies) {
  async function getPlan(tx: Tx, id: string): Promise<repository.PlanVersionRow> {
    const found = await repository.findPlan(tx, id);
    if (found === null) throw new PlanNotFoundError();
    return found;
  }

  async function draft(tx: Tx, actor: PersonActor, input: PlanInput): Promise<repository.PlanVersionRow> {
    const id = newId();
    const plan = parsePlan(input.plan);
    const now = clock.now();
    const row = { id, name: plan.name, plan, isGeneral: input.isGeneral, createdBy: actor.personId, createdAt: now };
    await repository.insertPlan(tx, row);
    await record(tx, actor, 'commission_plan.drafted', id);
    return await getPlan(tx, id);
  }

  async function changeDraft(
    tx: Tx,
    id: string,
    version: number | null,
    input: PlanInput,
  ): Promise<repository.PlanVersionRow> {
    const plan = parsePlan(input.plan);
    const current = await getPlan(tx, id);
    if (current.state === 'active') throw new PlanActiveError();
    const change = { name: plan.name, plan, isGeneral: input.isGeneral };
    if (!(await repository.updateDraft(tx, id, version, change)))
      throw new StaleVersionError('Somebody changed this plan in the meantime. Load it again.');
    return await getPlan(tx, id);
  }

  /**
   * From then on the version never changes. A general plan begins after every sale that is recorded, so that no sale is under another plan than it was when it
   * was recorded; the first may begin whenever. A contract's plan applies where a contract names it.
   */
  async function activate(
    tx: Tx,
    actor: PersonActor,
    id: string,
    effectiveFrom: Date,
  ): Promise<repository.PlanVersionRow> {
    const current = await getPlan(tx, id);
    if (current.state === 'active') throw new PlanActiveError();
    parsePlan(current.plan);
    const latest = await repository.latestSale(tx);
    if (current.isGeneral && latest !== null && effectiveFrom <= latest)
      throw new PlanStartError(
        `Sales are recorded up to ${latest.toISOString()}; a plan begins after the last of them.`,
      );
    const activation = { effectiveFrom, activatedBy: actor.personId, activatedAt: clock.now() };
    if (!(await repository.activatePlan(tx, id, activation))) throw new PlanActiveError();
    await record(tx, actor, 'commission_plan.activated', id);
    return await getPlan(tx, id);
  }

  /** The plan that ships, active from the beginning, where there is none yet. For the first start. */
  async function ensureShippedPlan(effectiveFrom: Date): Promise<void> {
    await database.withWorker<unknown, void>('commissions.first-plan', async (tx) => {
      const own = tx as Tx;
      if ((await repository.listPlans(own)).length > 0) return;
      const id = newId();
      const plan = parsePlan(shippedPlan);
      const now = clock.now();
      await repository.insertPlan(own, { id, name: plan.name, plan, isGeneral: true, createdBy: null, createdAt: now });
      await repository.activatePlan(own, id, { effectiveFrom, activatedBy: null, activatedAt: now });
    });
  }

  async function record(
    tx: Tx,
    actor: PersonActor,
    action: 'commission_plan.drafted' | 'commission_plan.activated',
    id: string,
  ): Promise<void> {
    await audit.record(tx, { actor, action, outcome: 'success', objects: [{ kind: 'commission_plan', id }] });
  }

  return { getPlan, draft, changeDraft, activate, ensureShippedPlan, listPlans: (tx: Tx) => repository.listPlans(tx) };
}

export type PlansService = ReturnType<typeof createPlansService>;
