import { type Money, mulRate, subtractMoney } from '@nexus/kernel';
import type { AccruedLine } from './lines.ts';
import type { Plan } from './plan.ts';

/**
 * The bonus of a quarter: the plan's part of what the partner sold above the agreed goal.
 * @param quarter.net what the partner sold in the quarter, net, less refunds
 * @param quarter.headroom what the caps of those sales leave over: the bonus is a commission on them too
 */
export function quarterBonus(
  plan: Plan,
  quarter: { partnerId: string; net: Money; goal: Money; headroom: Money },
): AccruedLine {
  const above = subtractMoney(quarter.net, quarter.goal).minor;
  const base = above > 0n ? above : 0n;
  const earned = mulRate({ minor: base, currency: quarter.net.currency }, plan.bonus.ratePpm, plan.rounding).minor;
  const room = quarter.headroom.minor > 0n ? quarter.headroom.minor : 0n;
  return {
    beneficiaryId: quarter.partnerId,
    kind: 'bonus',
    level: 0,
    rule: 'bonus.quarter',
    baseMinor: base,
    ratePpm: plan.bonus.ratePpm,
    sharePpm: null,
    amountMinor: earned < room ? earned : room,
    reason: base === 0n ? 'goal_not_reached' : earned > room ? 'cap' : earned === 0n ? 'rounds_to_zero' : null,
  };
}
