/** What the log of a hub can say besides what every server's can. By noun; the verb in the past. */
export const hubCatalogue = {
  clawback: ['write_off_requested', 'written_off'],
  commission_month: ['closing_began', 'closed'],
  commission_plan: ['drafted', 'activated'],
  exchange_rate: ['recorded'],
  ledger: ['checked', 'check_failed', 'balances_rebuilt'],
  organisation: ['created', 'updated', 'state_changed', 'member_added', 'member_removed'],
  payout: ['paid', 'failed'],
  payout_batch: ['prepared', 'approved', 'cancelled', 'exported'],
  quarter_bonus: ['accrued'],
  quarter_goal: ['agreed'],
  sale: ['recorded', 'refunded'],
} as const;
