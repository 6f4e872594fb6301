import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class KnowledgeForbiddenError extends ForbiddenError {
  override readonly code = 'knowledge.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class KnowledgeNotFoundError extends NotFoundError {
  override readonly code = 'knowledge.not_found';
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

export class AssetCodeTakenError extends ConflictError {
  override readonly code = 'knowledge.code_taken';
  constructor() {
    super('This code is in use already. Choose another.');
  }
}

export class SharesAboveWholeError extends ConflictError {
  override readonly code = 'knowledge.shares_above_whole';
  constructor() {
    super('The shares of one asset would be more than 100 % on some day.');
  }
}

export class HoldingOverlapError extends ConflictError {
  override readonly code = 'knowledge.holding_overlap';
  constructor() {
    super('This organisation holds a share of the asset within these days already. End that one first.');
  }
}

export class HoldingFinalError extends ConflictError {
  override readonly code = 'knowledge.holding_final';
  constructor() {
    super('A perpetual share never ends, and an ended one is not changed.');
  }
}

export class RateOverlapError extends ConflictError {
  override readonly code = 'knowledge.rate_overlap';
  constructor() {
    super('Another rate for this qualification is in effect within these days.');
  }
}

export class NoRateError extends InvalidInputError {
  override readonly code = 'knowledge.no_rate';
  constructor(qualification: string) {
    super(`No rate for "${qualification}" was in effect on that day.`, [{ path: 'qualification', message: 'no rate' }]);
  }
}

export class WorkDecidedError extends ConflictError {
  override readonly code = 'knowledge.work_decided';
  constructor() {
    super('This work was decided already.');
  }
}

export class OwnWorkError extends ForbiddenError {
  override readonly code = 'knowledge.own_work';
  constructor() {
    super('Another person confirms your work.');
  }
}

export class CreditTooLowError extends ConflictError {
  override readonly code = 'knowledge.credit_too_low';
  constructor(detail: string) {
    super(detail);
  }
}

export class AccessBoughtError extends ConflictError {
  override readonly code = 'knowledge.access_bought';
  constructor() {
    super('You have access to this asset already.');
  }
}

export class PurchaseTakenError extends ConflictError {
  override readonly code = 'knowledge.external_id_taken';
  constructor() {
    super('This reference was recorded before with other content. Check which of the two is right.');
  }
}
