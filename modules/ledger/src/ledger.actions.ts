/** What this module writes to the audit log. Postings are a log of their own; their callers record what people did. */
export const ledgerActions = ['ledger.checked', 'ledger.check_failed', 'ledger.balances_rebuilt'] as const;

export type LedgerAction = (typeof ledgerActions)[number];
