import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, UnavailableError } from '@nexus/kernel';

export class CrmForbiddenError extends ForbiddenError {
  override readonly code = 'crm.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class CustomerNotFoundError extends NotFoundError {
  override readonly code = 'crm.customer_not_found';
  constructor() {
    super('There is no such customer, or it is not yours to see.');
  }
}

export class ContactNotFoundError extends NotFoundError {
  override readonly code = 'crm.contact_not_found';
  constructor() {
    super('There is no such contact.');
  }
}

export class AlreadyMergedError extends ConflictError {
  override readonly code = 'crm.already_merged';
  constructor() {
    super('One of the two was merged into another customer before.');
  }
}

export class ExternalIdTakenError extends ConflictError {
  override readonly code = 'crm.external_id_taken';
  constructor() {
    super('There is a record with this external id already.');
  }
}

export class OpportunityNotFoundError extends NotFoundError {
  override readonly code = 'crm.opportunity_not_found';
  constructor() {
    super('There is no such opportunity, or it is not yours to see.');
  }
}

export class PipelineNotFoundError extends NotFoundError {
  override readonly code = 'crm.pipeline_not_found';
  constructor() {
    super('There is no such pipeline.');
  }
}

export class StageElsewhereError extends InvalidInputError {
  override readonly code = 'crm.stage_elsewhere';
  constructor() {
    super('This stage does not belong to the pipeline of the opportunity.', [
      { path: 'stageId', message: 'elsewhere' },
    ]);
  }
}

export class LostReasonMissingError extends InvalidInputError {
  override readonly code = 'crm.lost_reason_missing';
  constructor() {
    super('Say why it was lost.', [{ path: 'reason', message: 'required' }]);
  }
}

export class SourceTakenError extends ConflictError {
  override readonly code = 'crm.source_taken';
  constructor() {
    super('There is an opportunity for this already.');
  }
}

export class DealNotFoundError extends NotFoundError {
  override readonly code = 'crm.deal_not_found';
  constructor() {
    super('There is no such registration, or it is not yours to see.');
  }
}

/** Somebody else was first. The refused registration is kept with its decision. */
export class DealConflictError extends ConflictError {
  override readonly code = 'crm.deal_conflict';
  constructor() {
    super(
      'This customer is registered for this product line already: whoever registers first is protected. Your registration was kept as refused.',
    );
  }
}

export class DealTerritoryError extends ConflictError {
  override readonly code = 'crm.deal_territory';
  constructor() {
    super(
      'Another partner alone may sell this product line in the place of this customer. Your registration was kept as refused.',
    );
  }
}

export class SelfDealError extends ConflictError {
  override readonly code = 'crm.deal_self';
  constructor() {
    super(
      'A partner does not register itself as its customer: tax id or domain are those of the partner. Your registration was kept as refused.',
    );
  }
}

export class DealWayError extends ConflictError {
  override readonly code = 'crm.deal_way';
  constructor() {
    super('The registration cannot go from its present state to this one.');
  }
}

export class DealDecidedByNetworkError extends ForbiddenError {
  override readonly code = 'crm.deal_decided_by_network';
  constructor() {
    super('Protection is given by the network.');
  }
}

export class NoExtensionLeftError extends ConflictError {
  override readonly code = 'crm.deal_no_extension_left';
  constructor() {
    super('The protection was extended as often as the rules allow.');
  }
}

export class NoPartnerError extends InvalidInputError {
  override readonly code = 'crm.deal_no_partner';
  constructor() {
    super('Say for which partner.', [{ path: 'partnerId', message: 'required' }]);
  }
}

export class ActivityNotFoundError extends NotFoundError {
  override readonly code = 'crm.activity_not_found';
  constructor() {
    super('There is no such activity.');
  }
}

export class DocumentNotFoundError extends NotFoundError {
  override readonly code = 'crm.document_not_found';
  constructor() {
    super('There is no such document.');
  }
}

export class ImportNotFoundError extends NotFoundError {
  override readonly code = 'crm.import_not_found';
  constructor() {
    super('There is no such import.');
  }
}

export class ImportRunningError extends ConflictError {
  override readonly code = 'crm.import_running';
  constructor() {
    super('This import is being worked on, or is done.');
  }
}

export class WrongEncodingError extends InvalidInputError {
  override readonly code = 'crm.import_encoding';
}

export class UnreadableFileError extends InvalidInputError {
  override readonly code = 'crm.import_unreadable';
}

export class MappingError extends InvalidInputError {
  override readonly code = 'crm.import_mapping';
}

export class MailNotSetUpError extends UnavailableError {
  override readonly code = 'crm.mail_not_set_up';
  constructor() {
    super('No mail account is set up. An owner of the network enters its address in the settings.');
  }
}

export class MailFailedError extends UnavailableError {
  override readonly code = 'crm.mail_failed';
}
