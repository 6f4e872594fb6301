import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class PricingForbiddenError extends ForbiddenError {
  override readonly code = 'pricing.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class CatalogueEntryNotFoundError extends NotFoundError {
  override readonly code = 'pricing.not_found';
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

export class QuoteNotFoundError extends NotFoundError {
  override readonly code = 'quotes.not_found';
  constructor() {
    super('There is no such quote, or it belongs to another organisation.');
  }
}

/** For a link that is wrong, too: nothing tells a wrong link from one that never was. */
export class QuoteLinkError extends NotFoundError {
  override readonly code = 'quotes.link_not_found';
  constructor() {
    super('This link leads to no quote. Ask whoever sent it for a new one.');
  }
}

export class CodeTakenError extends ConflictError {
  override readonly code = 'pricing.code_taken';
  constructor() {
    super('This code is in use already. Choose another.');
  }
}

export class PublishedPriceError extends ConflictError {
  override readonly code = 'pricing.published';
  constructor() {
    super('A published price is never changed. Make a new version that is in effect from a later day.');
  }
}

export class PriceNotWholeError extends ConflictError {
  override readonly code = 'pricing.not_whole';
  constructor() {
    super('A price needs at least one component, and each component a price from the first unit on.');
  }
}

export class SameDayPriceError extends ConflictError {
  override readonly code = 'pricing.same_day';
  constructor() {
    super('Another version of this plan is in effect from the same day. Choose another day.');
  }
}

export class MaintenanceNotAllowedError extends ConflictError {
  override readonly code = 'pricing.maintenance_not_allowed';
  constructor() {
    super('Maintenance belongs to licences that are bought: perpetual and hybrid.');
  }
}

export class TaxOverlapError extends ConflictError {
  override readonly code = 'pricing.tax_overlap';
  constructor() {
    super('Another rate is in effect for the same place and category within these days. End it first.');
  }
}

export class NoPriceError extends InvalidInputError {
  override readonly code = 'pricing.no_price';
  constructor(detail: string, path = 'items') {
    super(detail, [{ path, message: 'no price' }]);
  }
}

export class NoTaxRateError extends InvalidInputError {
  override readonly code = 'pricing.no_tax_rate';
  constructor(country: string, category: string) {
    super(
      `No tax rate for ${country} (${category}) is in effect. Let finance enter one, or mark the customer as exempt.`,
    );
  }
}

export class QuoteNotDraftError extends ConflictError {
  override readonly code = 'quotes.not_draft';
  constructor() {
    super('What was sent is never changed. Make a new version of the quote.');
  }
}

export class QuoteInWorkError extends ConflictError {
  override readonly code = 'quotes.version_in_work';
  constructor() {
    super('A new version is in work already. Change or send that one.');
  }
}

export class QuoteClosedError extends ConflictError {
  override readonly code = 'quotes.closed';
  constructor() {
    super('This quote was accepted or cancelled and takes no further versions.');
  }
}

export class QuoteAlreadyAcceptedError extends ConflictError {
  override readonly code = 'quotes.already_accepted';
  constructor() {
    super('This quote was accepted already; there is one order for it.');
  }
}

export class QuoteSupersededError extends ConflictError {
  override readonly code = 'quotes.superseded';
  constructor() {
    super('A newer version of this quote has taken its place. Ask for its link.');
  }
}

export class QuoteExpiredError extends ConflictError {
  override readonly code = 'quotes.expired';
  constructor() {
    super('This quote is no longer valid. Ask for a new version.');
  }
}

export class QuoteNotOpenError extends ConflictError {
  override readonly code = 'quotes.not_open';
  constructor() {
    super('Only a quote that was sent and is open can be accepted or declined.');
  }
}

export class ApprovalNeededError extends ConflictError {
  override readonly code = 'quotes.approval_needed';
  constructor() {
    super('The discount is above your limit: ask for its approval before you send the quote.');
  }
}

export class NoApprovalAskedError extends ConflictError {
  override readonly code = 'quotes.no_approval_asked';
  constructor() {
    super('No approval of a discount is open for this quote.');
  }
}

export class OwnDiscountError extends ForbiddenError {
  override readonly code = 'quotes.own_discount';
  constructor() {
    super('Another person decides about a discount that you wrote or asked for.');
  }
}

export class EmptyQuoteError extends ConflictError {
  override readonly code = 'quotes.does_not_add_up';
  constructor() {
    super('The lines and instalments of the quote do not add up to its total, or it has no lines. Save it again.');
  }
}
