import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class LedgerKeyReusedError extends ConflictError {
  override readonly code = 'ledger.key_reused';
  constructor() {
    super('This was posted before with other content. Correct it with a posting of its own.');
  }
}

export class LedgerMonthClosedError extends ConflictError {
  override readonly code = 'ledger.month_closed';
  constructor() {
    super('The month is closed. Post it in the open month and name what it belongs to.');
  }
}

/** A defect of the caller: balanced, bounded and allowed postings are its duty. */
export class LedgerRuleError extends ConflictError {
  override readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

export class LedgerPostingError extends InvalidInputError {
  override readonly code = 'ledger.posting_invalid';
}

export class LedgerAccountNotFoundError extends NotFoundError {
  override readonly code = 'ledger.account_not_found';
  constructor() {
    super('There is no such account, or it belongs to somebody else.');
  }
}

export class LedgerTxNotFoundError extends NotFoundError {
  override readonly code = 'ledger.transaction_not_found';
  constructor() {
    super('There is no such transaction, or it touches no account of yours.');
  }
}

export class LedgerForbiddenError extends ForbiddenError {
  override readonly code = 'ledger.forbidden';
  constructor() {
    super('Only finance and the owner of the network see the whole ledger.');
  }
}

/** Constraint to error, for the database's one place that maps violations. */
export const ledgerConflicts = {
  ledger_key_reused: () => new LedgerKeyReusedError(),
  ledger_month_closed: () => new LedgerMonthClosedError(),
  ledger_bound: () =>
    new LedgerRuleError('ledger.bound', 'An account would fall below what it may: somebody else moved it first.'),
  ledger_reversal_exceeds: () =>
    new LedgerRuleError('ledger.reversal_exceeds', 'More would be taken back than was posted.'),
  ledger_reversal_unknown: () =>
    new LedgerRuleError('ledger.reversal_unknown', 'What is to be taken back was not posted, or takes back itself.'),
  ledger_tx_unbalanced: () => new LedgerRuleError('ledger.unbalanced', 'The entries do not sum to zero.'),
  ledger_flow_not_allowed: () =>
    new LedgerRuleError('ledger.flow_not_allowed', 'This kind of posting does not move these accounts.'),
  ledger_tx_empty: () => new LedgerRuleError('ledger.empty', 'A posting moves something.'),
  ledger_tx_closed: () => new LedgerRuleError('ledger.written', 'What is posted is never added to.'),
  ledger_kind_unknown: () => new LedgerRuleError('ledger.kind_unknown', 'There is no such kind of posting.'),
  ledger_account_owner: () =>
    new LedgerRuleError('ledger.account_owner', 'The purpose of an account decides whether somebody owns it.'),
  ledger_entry_homeless: () => new LedgerRuleError('ledger.entry_homeless', 'There is no such account.'),
};
