import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class PartnerNotFoundError extends NotFoundError {
  override readonly code: string = 'partners.not_found';
  constructor() {
    super('There is no such partner, or it is not yours to see.');
  }
}

export class PartnerActionForbiddenError extends ForbiddenError {
  override readonly code = 'partners.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class DecidedByNetworkError extends ForbiddenError {
  override readonly code = 'partners.decided_by_network';
  constructor() {
    super('Kind, state and country of a partner are decided by the network.');
  }
}

export class TaxIdTakenError extends ConflictError {
  override readonly code = 'partners.tax_id_taken';
  constructor() {
    super('There is a partner with this tax id already.');
  }
}

export class StatusNotReachableError extends ConflictError {
  override readonly code = 'partners.status_not_reachable';
  constructor() {
    super('The partner cannot go from its present state to this one.');
  }
}

export class AgreementsUnsignedError extends ConflictError {
  override readonly code = 'partners.agreements_unsigned';
  constructor() {
    super('The partner has agreements to sign before it can become active.');
  }
}

export class UnknownKindError extends InvalidInputError {
  override readonly code = 'partners.unknown_kind';
  constructor() {
    super('There is no such kind of partner.', [{ path: 'kind', message: 'unknown' }]);
  }
}

export class ApplicationNotFoundError extends NotFoundError {
  override readonly code = 'partners.application_not_found';
  constructor() {
    super('There is no such application.');
  }
}

export class ApplicationOpenError extends ConflictError {
  override readonly code = 'partners.application_open';
  constructor() {
    super('There is an open application with this e-mail address.');
  }
}

export class ApplicationDecidedError extends ConflictError {
  override readonly code = 'partners.application_decided';
  constructor() {
    super('This application has been decided already.');
  }
}

export class ApplicationUnscoredError extends ConflictError {
  override readonly code = 'partners.application_unscored';
  constructor() {
    super('Score the application before you approve it.');
  }
}

export class AgreementNotFoundError extends NotFoundError {
  override readonly code = 'partners.agreement_not_found';
  constructor() {
    super('There is no such agreement.');
  }
}

export class AgreementVersionTakenError extends ConflictError {
  override readonly code = 'partners.agreement_version_taken';
  constructor() {
    super('Somebody published a version of this agreement at the same moment. Look at it first.');
  }
}

export class AlreadySignedError extends ConflictError {
  override readonly code = 'partners.already_signed';
  constructor() {
    super('This version has been signed already.');
  }
}

export class OtherTextError extends ConflictError {
  override readonly code = 'partners.agreement_other_text';
  constructor() {
    super('What was shown is not the text of this agreement. Open it again, read it and sign then.');
  }
}

export class SponsorCircleError extends ConflictError {
  override readonly code = 'partners.sponsor_circle';
  constructor() {
    super('This sponsor stands below the partner at some moment of that time: the line would be a circle.');
  }
}

export class SponsorDepthError extends ConflictError {
  override readonly code = 'partners.sponsor_depth';
  constructor() {
    super('The line of sponsors would be longer than the programme allows.');
  }
}

export class SelfReferralError extends ConflictError {
  override readonly code = 'partners.self_referral';
  constructor() {
    super('Partner and sponsor are the same: they share a tax id, a bank account or a company domain.');
  }
}

export class SponsorTakenError extends ConflictError {
  override readonly code = 'partners.sponsor_taken';
  constructor() {
    super('The partner has a sponsor in that time already. End that one first.');
  }
}

export class OnlyShortenedError extends ConflictError {
  override readonly code = 'partners.only_shortened';
  constructor() {
    super('It ended already, or ends before that.');
  }
}

export class SponsorshipNotFoundError extends NotFoundError {
  override readonly code = 'partners.sponsorship_not_found';
  constructor() {
    super('There is no such sponsorship.');
  }
}

export class TerritoryNotFoundError extends NotFoundError {
  override readonly code = 'partners.territory_not_found';
  constructor() {
    super('There is no such territory.');
  }
}

export class TerritoryOrderError extends InvalidInputError {
  override readonly code = 'partners.territory_order';
  constructor() {
    super(
      'Below an area lie countries, then regions, then postcodes; a segment lies in any of them and has nothing below it.',
    );
  }
}

export class TerritoryTakenError extends ConflictError {
  override readonly code = 'partners.territory_code_taken';
  constructor() {
    super('There is a territory with this code in the same place.');
  }
}

export class TerritoryExclusiveError extends ConflictError {
  override readonly code = 'partners.territory_exclusive';
  constructor() {
    super(
      'A grant in this territory, above it or below it stands in the way of exclusivity at that time. End that one, choose another place or time, or record a waiver.',
    );
  }
}

export class KindNotExclusiveError extends ConflictError {
  override readonly code = 'partners.kind_not_exclusive';
  constructor() {
    super('The terms of this kind of partner know no exclusive territories.');
  }
}

export class GrantNotFoundError extends NotFoundError {
  override readonly code = 'partners.grant_not_found';
  constructor() {
    super('There is no such grant.');
  }
}

export class WaiverRecordedError extends ConflictError {
  override readonly code = 'partners.waiver_recorded';
  constructor() {
    super('This waiver has been recorded already.');
  }
}

export class PlanTakenError extends ConflictError {
  override readonly code = 'partners.contract_plan_taken';
  constructor() {
    super('The partner has a plan of its own in that time already.');
  }
}

export class FactRecordedError extends ConflictError {
  override readonly code = 'partners.fact_recorded';
  constructor() {
    super('This was recorded before, with another content.');
  }
}
