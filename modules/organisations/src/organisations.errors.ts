import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class OrganisationNotFoundError extends NotFoundError {
  override readonly code = 'organisations.not_found';
  constructor() {
    super('There is no such organisation, or you do not belong to it.');
  }
}

export class OrganisationActionForbiddenError extends ForbiddenError {
  override readonly code = 'organisations.forbidden';
  constructor() {
    super('Your role does not allow this.');
  }
}

export class LastNetworkOwnerError extends ConflictError {
  override readonly code = 'organisations.last_owner';
  constructor() {
    super('The network keeps at least one owner. Name another owner first.');
  }
}

export class AlreadyHoldsRoleError extends ConflictError {
  override readonly code = 'organisations.role_held';
  constructor() {
    super('This person holds the role already.');
  }
}

export class RoleNotHereError extends InvalidInputError {
  override readonly code = 'organisations.role_not_here';
  constructor() {
    super('This role belongs to another kind of organisation.', [{ path: 'role', message: 'not a role of this kind' }]);
  }
}

export class MembershipNotFoundError extends NotFoundError {
  override readonly code = 'organisations.member_not_found';
  constructor() {
    super('This person does not hold this role here.');
  }
}

/** Constraint to error, for the database's one place that maps violations. */
export const organisationsConflicts = {
  network_keeps_an_owner: () => new LastNetworkOwnerError(),
  organisation_members_pkey: () => new AlreadyHoldsRoleError(),
  organisations_state_by_network: () => new OrganisationActionForbiddenError(),
};
