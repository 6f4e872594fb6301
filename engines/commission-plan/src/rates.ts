import type { Plan, PlanTier } from './plan.ts';

/** The tier that `count` sales in a month reach; null when the plan pays this kind of partner no commission. */
export function tierFor(plan: Plan, kind: string, count: number): PlanTier | null {
  const tiers = plan.kinds[kind]?.tiers;
  if (tiers === undefined) return null;
  let reached = tiers[0]!;
  for (const tier of tiers) if (tier.from <= count) reached = tier;
  return reached;
}

/** The rate in a tier for somebody with this certification: never above the tier's upper end. */
export function rateIn(plan: Plan, kind: string, tier: PlanTier, certification: string | null): number {
  const uplift = certification === null ? 0 : (plan.kinds[kind]?.certificationPpm[certification] ?? 0);
  return Math.min(tier.lowPpm + uplift, tier.highPpm);
}

/** When an amount that was earned at `paidAt` leaves the hold. */
export function releaseTime(plan: Plan, paidAt: Date): Date {
  return new Date(paidAt.getTime() + plan.hold.days * dayMs);
}

const dayMs = 86_400_000;
