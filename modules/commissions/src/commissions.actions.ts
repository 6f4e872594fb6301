/** What this module writes to the audit log. */
export const commissionsActions = [
  'commission_plan.drafted',
  'commission_plan.activated',
  'sale.recorded',
  'sale.refunded',
  'commission_month.closing_began',
  'commission_month.closed',
  'quarter_goal.agreed',
  'quarter_bonus.accrued',
  'exchange_rate.recorded',
  'payout_batch.prepared',
  'payout_batch.approved',
  'payout_batch.cancelled',
  'payout_batch.exported',
  'payout.paid',
  'payout.failed',
  'clawback.write_off_requested',
  'clawback.written_off',
] as const;

export type CommissionsAction = (typeof commissionsActions)[number];
