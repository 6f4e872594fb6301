import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

/** Also the answer for a label that exists and is above the person. */
export class LabelNotFoundError extends NotFoundError {
  override readonly code = 'labels.not_found';
  constructor() {
    super('There is no such label, or you may not use it.');
  }
}

export class InvalidCombinationError extends InvalidInputError {
  override readonly code = 'labels.invalid_combination';
  constructor() {
    const message = 'These compartments demand a higher level.';
    super(message, [{ path: 'body/levelId', message }]);
  }
}

export class UnknownPartError extends InvalidInputError {
  override readonly code = 'labels.unknown_part';
  constructor() {
    super('A level, compartment or group is not of the label set.');
  }
}

export class PartInUseError extends ConflictError {
  override readonly code = 'labels.in_use';
  constructor() {
    super('A label, a clearance or a rule uses what would be taken away. The set can grow; what is used stays.');
  }
}

export class LevelOrderError extends ConflictError {
  override readonly code = 'labels.level_order';
  constructor() {
    super('Levels keep their order: to swap two would lower everything that carries the upper one.');
  }
}

export class RuleBrokenError extends ConflictError {
  override readonly code = 'labels.rule_broken';
  constructor() {
    super('Labels that exist would break this rule. Reclassify what carries them first.');
  }
}

export class SetInUseError extends ConflictError {
  override readonly code = 'labels.set_in_use';
  constructor() {
    super('Another set can be chosen only while nothing carries more than the lowest level and no rule is kept.');
  }
}

export class UnknownSetError extends NotFoundError {
  override readonly code = 'labels.set_not_found';
  constructor() {
    super('There is no such label set.');
  }
}

export class OwnClearanceError extends ForbiddenError {
  override readonly code = 'labels.own_clearance';
  constructor() {
    super('Nobody gives themselves a clearance. Another officer has to.');
  }
}

export class ClearedPersonNotFoundError extends NotFoundError {
  override readonly code = 'labels.person_not_found';
  constructor() {
    super('There is no such active person.');
  }
}

/** Constraint to error, for the database's one place that maps violations. */
export const labelsConflicts = {
  labels_combination: () => new InvalidCombinationError(),
  labels_known_parts: () => new UnknownPartError(),
  labels_level_id_fkey: () => new PartInUseError(),
  clearances_known_parts: () => new UnknownPartError(),
  clearances_level_id_fkey: () => new PartInUseError(),
  clearances_group_id_fkey: () => new PartInUseError(),
  label_rules_minimum_level_id_fkey: () => new PartInUseError(),
  label_set_baseline_level_id_fkey: () => new PartInUseError(),
  label_parts_in_use: () => new PartInUseError(),
  label_levels_order: () => new LevelOrderError(),
  label_rules_hold: () => new RuleBrokenError(),
};
