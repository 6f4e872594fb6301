import { ConflictError, ForbiddenError, NotFoundError } from '@nexus/kernel';

export class InvoicesForbiddenError extends ForbiddenError {
  override readonly code = 'invoices.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class InvoiceNotFoundError extends NotFoundError {
  override readonly code = 'invoices.not_found';
  constructor() {
    super('There is no such invoice, or it belongs to another organisation.');
  }
}

export class ScheduleEntryNotFoundError extends NotFoundError {
  override readonly code = 'invoices.schedule_entry_not_found';
  constructor() {
    super('There is no such instalment, or its invoice is issued already.');
  }
}

export class IssuedInvoiceError extends ConflictError {
  override readonly code = 'invoices.issued';
  constructor() {
    super('An issued invoice is never changed. Write a credit note.');
  }
}

export class NotIssuedError extends ConflictError {
  override readonly code = 'invoices.not_issued';
  constructor() {
    super('Issue the invoice first.');
  }
}

export class OverpaymentError extends ConflictError {
  override readonly code = 'invoices.overpaid';
  constructor(detail = 'More than what is still owed of this invoice cannot be recorded.') {
    super(detail);
  }
}

export class RefundAbovePaidError extends ConflictError {
  override readonly code = 'invoices.refund_above_paid';
  constructor(detail = 'No more can be given back than what was paid and not given back yet.') {
    super(detail);
  }
}

export class ReturnAboveLineError extends ConflictError {
  override readonly code = 'invoices.return_above_line';
  constructor(detail = 'A line cannot be credited with more than what is left of it.') {
    super(detail);
  }
}

export class CreditAboveOpenError extends ConflictError {
  override readonly code = 'invoices.credit_above_open';
  constructor(detail: string) {
    super(detail);
  }
}

/** The same name from outside for something else. */
export class ExternalIdTakenError extends ConflictError {
  override readonly code = 'invoices.external_id_taken';
  constructor() {
    super('This reference was recorded before with other content. Check which of the two is right.');
  }
}

export class SourceTakenError extends ConflictError {
  override readonly code = 'invoices.source_taken';
  constructor() {
    super('This was invoiced before with other content.');
  }
}

export class InvoiceDoesNotAddUpError extends ConflictError {
  override readonly code = 'invoices.does_not_add_up';
  constructor() {
    super('The lines do not add up to the total, or there are none.');
  }
}
