/** What an amount is for. A reversal keeps the kind of the line that it takes back. */
export type LineKind = 'direct' | 'override' | 'royalty' | 'revenue_share' | 'bonus' | 'true_up' | 'adjustment';

/** Why an amount is not what its rate says. Kept with the line, and shown as words. */
export type LineReason =
  | 'cap'
  | 'no_rule_for_kind'
  | 'not_an_outside_customer'
  | 'sponsor_inactive'
  | 'rounds_to_zero'
  | 'never_negative'
  | 'paid_earlier_than_known'
  | 'goal_not_reached';

/** One decision about one amount, zero included. */
export type AccruedLine = {
  beneficiaryId: string;
  kind: LineKind;
  /** Overrides: 1 is the sponsor. Royalties and revenue shares: place among the holders or parties, from 1. Else 0. */
  level: number;
  /** The place in the plan that decided: "direct.affiliate.basic", "override.2", "marketplace.standard". */
  rule: string;
  baseMinor: bigint;
  ratePpm: number;
  /** Of an amount that is split among several, the part of this beneficiary; null when it is not. */
  sharePpm: number | null;
  amountMinor: bigint;
  reason: LineReason | null;
};
