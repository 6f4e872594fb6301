import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class CommissionsForbiddenError extends ForbiddenError {
  override readonly code = 'commissions.forbidden';
  constructor() {
    super('Only finance and the owner of the network may do this.');
  }
}

export class PlanNotFoundError extends NotFoundError {
  override readonly code = 'commissions.plan_not_found';
  constructor() {
    super('There is no such plan version.');
  }
}

export class NoPlanInForceError extends ConflictError {
  override readonly code = 'commissions.no_plan';
  constructor(at: Date) {
    super(`No commission plan was in force on ${at.toISOString().slice(0, 10)}. Activate one that begins earlier.`);
  }
}

export class PlanActiveError extends ConflictError {
  override readonly code = 'commissions.plan_active';
  constructor() {
    super('An active plan stays as it is. Draft a new version from it.');
  }
}

export class PlanStartError extends ConflictError {
  override readonly code = 'commissions.plan_start';
  constructor(detail: string) {
    super(detail);
  }
}

export class SaleDiffersError extends ConflictError {
  override readonly code = 'commissions.sale_differs';
  constructor(externalId: string) {
    super(`The sale ${externalId} is recorded with other content. Refund it and record a new one.`);
  }
}

export class SaleNotFoundError extends NotFoundError {
  override readonly code = 'commissions.sale_not_found';
  constructor() {
    super('There is no such sale.');
  }
}

export class SaleInvalidError extends InvalidInputError {
  override readonly code = 'commissions.sale_invalid';
}

export class RefundDiffersError extends ConflictError {
  override readonly code = 'commissions.refund_differs';
  constructor(externalId: string) {
    super(`The refund ${externalId} is recorded with other content.`);
  }
}

export class RefundExceedsError extends ConflictError {
  override readonly code = 'commissions.refund_exceeds';
  constructor() {
    super('Together with earlier refunds this is more than was paid for a line.');
  }
}

export class RateMissingError extends ConflictError {
  override readonly code = 'commissions.rate_missing';
  constructor(base: string, quote: string) {
    super(`No exchange rate from ${base} to ${quote} is recorded for that day. Record one, then try again.`);
  }
}

export class RateExistsError extends ConflictError {
  override readonly code = 'commissions.rate_exists';
  constructor() {
    super('A rate of this source for this moment is recorded already. Rates are not changed; record a later one.');
  }
}

export class MonthNotOverError extends ConflictError {
  override readonly code = 'commissions.month_not_over';
  constructor() {
    super('The month is not over yet.');
  }
}

export class EarlierMonthOpenError extends ConflictError {
  override readonly code = 'commissions.earlier_month_open';
  constructor(month: string) {
    super(`Close ${month} first.`);
  }
}

export class MonthClosedError extends ConflictError {
  override readonly code = 'commissions.month_closed';
  constructor() {
    super('The month is closed already.');
  }
}

export class QuarterNotClosedError extends ConflictError {
  override readonly code = 'commissions.quarter_not_closed';
  constructor() {
    super('Close the three months of the quarter first.');
  }
}

export class GoalAgreedError extends ConflictError {
  override readonly code = 'commissions.goal_agreed';
  constructor() {
    super('The bonus of this quarter is accrued; its goal no longer changes.');
  }
}

export class BatchNotFoundError extends NotFoundError {
  override readonly code = 'commissions.batch_not_found';
  constructor() {
    super('There is no such payout batch.');
  }
}

export class NothingToPayError extends ConflictError {
  override readonly code = 'commissions.nothing_to_pay';
  constructor() {
    super('Nothing is payable in this currency that is not in a payout already.');
  }
}

export class BatchMovedOnError extends ConflictError {
  override readonly code = 'commissions.batch_moved_on';
  constructor() {
    super('The batch is no longer in the state that this needs; somebody else was first.');
  }
}

export class SamePersonError extends ForbiddenError {
  override readonly code = 'commissions.same_person';
  constructor() {
    super('Whoever prepared it cannot approve it. Ask somebody else of finance.');
  }
}

export class PayoutNotFoundError extends NotFoundError {
  override readonly code = 'commissions.payout_not_found';
  constructor() {
    super('There is no such payout.');
  }
}

export class PayoutMovedOnError extends ConflictError {
  override readonly code = 'commissions.payout_moved_on';
  constructor() {
    super('The payout is no longer in the state that this needs; somebody else was first.');
  }
}

export class ProofMissingError extends InvalidInputError {
  override readonly code = 'commissions.proof_missing';
  constructor() {
    super('A payment by hand needs its reference and the SHA-256 of its proof.');
  }
}

export class ExportImpossibleError extends ConflictError {
  override readonly code = 'commissions.export_impossible';
}

export class WriteOffNotFoundError extends NotFoundError {
  override readonly code = 'commissions.write_off_not_found';
  constructor() {
    super('There is no such request, or it is approved already.');
  }
}

export class StatementNotFoundError extends NotFoundError {
  override readonly code = 'commissions.statement_not_found';
  constructor() {
    super('There is no such statement, or it belongs to somebody else.');
  }
}

/** Constraint to error, for the database's one place that maps violations. */
export const commissionsConflicts = {
  sale_refund_exceeds: () => new RefundExceedsError(),
  plan_version_immutable: () => new PlanActiveError(),
  plan_versions_one_at_a_time: () => new PlanStartError('Another plan begins at the same moment.'),
  commission_month_closed: () => new MonthClosedError(),
  exchange_rates_once: () => new RateExistsError(),
  payout_batches_two_people: () => new SamePersonError(),
  clawback_write_offs_two_people: () => new SamePersonError(),
  payouts_one_live: () => new NothingToPayError(),
  payout_moves: () => new PayoutMovedOnError(),
};
