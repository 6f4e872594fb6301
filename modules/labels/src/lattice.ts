/**
 * The order of labels and clearances. Pure values, no names, no database; the SQL twin is `label_dominated`, `label_covers`,
 * `label_within_ceiling` and `join_labels` in migrations/0001-labels.sql, and a test holds the two together.
 *
 * Sets are arrays without repetition, in no particular order; what this file returns is sorted. All operations are O(elements).
 */

export type LabelValue = {
  /** Position of the level in the installation's list, 0 the lowest. */
  level: number;
  compartments: readonly string[];
  /** To whom it may be released: null is everybody, the empty set nobody. */
  releasableTo: readonly string[] | null;
};

export type ClearanceValue = { level: number; compartments: readonly string[]; group: string | null };

/** Whoever carries all of these compartments carries at least this level. */
export type CombinationRule = { compartments: readonly string[]; minimumLevel: number };

export const bottom: LabelValue = { level: 0, compartments: [], releasableTo: null };

/** Whether the holder of the clearance may read what carries the label. No clearance reads nothing. */
export function dominates(clearance: ClearanceValue | null, label: LabelValue): boolean {
  return (
    clearance !== null &&
    label.level <= clearance.level &&
    isSubset(label.compartments, clearance.compartments) &&
    (label.releasableTo === null || (clearance.group !== null && label.releasableTo.includes(clearance.group)))
  );
}

/** Whether every clearance that dominates `upper` dominates `lower`. */
export function covers(upper: LabelValue, lower: LabelValue): boolean {
  return (
    lower.level <= upper.level &&
    isSubset(lower.compartments, upper.compartments) &&
    (lower.releasableTo === null || (upper.releasableTo !== null && isSubset(upper.releasableTo, lower.releasableTo)))
  );
}

/** Level and compartments count; to whom something is released never makes it too high for a place. */
export function isWithinCeiling(label: LabelValue, ceiling: LabelValue | null): boolean {
  return ceiling === null || (label.level <= ceiling.level && isSubset(label.compartments, ceiling.compartments));
}

/** The least label that covers both: a clearance dominates it if and only if it dominates both. */
export function join(a: LabelValue, b: LabelValue): LabelValue {
  return {
    level: Math.max(a.level, b.level),
    compartments: [...new Set([...a.compartments, ...b.compartments])].sort(),
    releasableTo: commonGroups(a.releasableTo, b.releasableTo),
  };
}

/** Of any number of labels, `bottom` for none; raised to the least valid label above. */
export function joinAll(labels: readonly LabelValue[], rules: readonly CombinationRule[]): LabelValue {
  return raiseToValid(labels.reduce(join, bottom), rules);
}

/** The rules that a label breaks. */
export function brokenRules(label: LabelValue, rules: readonly CombinationRule[]): CombinationRule[] {
  return rules.filter((rule) => isSubset(rule.compartments, label.compartments) && label.level < rule.minimumLevel);
}

/** The least valid label that covers the given one: what the compartments demand together, and nothing else, is added. */
export function raiseToValid(label: LabelValue, rules: readonly CombinationRule[]): LabelValue {
  const level = Math.max(label.level, ...brokenRules(label, rules).map((rule) => rule.minimumLevel));
  return { ...label, level };
}

function commonGroups(a: LabelValue['releasableTo'], b: LabelValue['releasableTo']): LabelValue['releasableTo'] {
  if (a === null || b === null) return a === null ? b && [...b].sort() : [...a].sort();
  return a.filter((group) => b.includes(group)).sort();
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((element) => whole.includes(element));
}
