/** What this module writes to the audit log. */
export const invoicesActions = [
  'invoice.drafted',
  'invoice.discarded',
  'invoice.issued',
  'invoice.exported',
  'payment.recorded',
  'credit_note.issued',
  'refund.recorded',
  'invoice_schedule.created',
  'invoice_schedule.milestone_reached',
] as const;
