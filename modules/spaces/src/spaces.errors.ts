import { ConflictError, ForbiddenError, NotFoundError } from '@nexus/kernel';

export class SpaceNotFoundError extends NotFoundError {
  override readonly code = 'spaces.not_found';
  constructor() {
    super('There is no such space, or you are not a member of it.');
  }
}

export class MemberNotFoundError extends NotFoundError {
  override readonly code = 'spaces.member_not_found';
  constructor() {
    super('This person is not a member of the space.');
  }
}

export class UnknownPersonError extends NotFoundError {
  override readonly code = 'spaces.person_not_found';
  constructor() {
    super('There is no such person.');
  }
}

export class SpaceActionForbiddenError extends ForbiddenError {
  override readonly code = 'spaces.forbidden';
  constructor() {
    super('Your role in this space does not allow this.');
  }
}

export class SpaceNeedsAnotherOwnerError extends ForbiddenError {
  override readonly code = 'spaces.owner_must_be_another';
  constructor() {
    super('Whoever runs the system does not see content: name another person as owner of the space.');
  }
}

export class LastOwnerError extends ConflictError {
  override readonly code = 'spaces.last_owner';
  constructor() {
    super('A space keeps at least one owner. Name another owner first.');
  }
}

export class DefaultAboveCeilingError extends ConflictError {
  override readonly code = 'spaces.default_above_ceiling';
  constructor() {
    super('What enters by default would be above the ceiling. Lower the default label or raise the ceiling.');
  }
}

/** Also for a label that exists and is above the person. */
export class SpaceLabelNotFoundError extends NotFoundError {
  override readonly code = 'spaces.label_not_found';
  constructor() {
    super('There is no such label, or you may not use it.');
  }
}

export class AlreadyMemberError extends ConflictError {
  override readonly code = 'spaces.already_member';
  constructor() {
    super('This person is a member already. Change the role instead.');
  }
}
