import type { LabelParts, UsableLabels } from './labels.queries.ts';

type Order = Pick<UsableLabels, 'levels' | 'rules'>;

/**
 * The order of labels as far as the person sees it, for what the page says before the server decides: which of two is higher, what several amount
 * to together, what a rule demands. Levels above the person are unknown here.
 */
export function rankOf({ levels }: Pick<Order, 'levels'>, levelId: string): number {
  return levels.find(({ id }) => id === levelId)?.rank ?? Number.MAX_SAFE_INTEGER;
}

/** Whether everybody who may read `upper` may read `lower`. */
export function isCovered(order: Order, lower: LabelParts, upper: LabelParts): boolean {
  return (
    isWithin(order, lower, upper) &&
    (lower.groupIds === null || (upper.groupIds !== null && isSubset(upper.groupIds, lower.groupIds)))
  );
}

/** Whether a label may enter below a ceiling. To whom it is released counts for nothing here. */
export function isWithin(order: Order, label: LabelParts, ceiling: LabelParts): boolean {
  return (
    rankOf(order, label.levelId) <= rankOf(order, ceiling.levelId) &&
    isSubset(label.compartmentIds, ceiling.compartmentIds)
  );
}

/** The level that a rule demands for these compartments and that the label lacks; null when the label is valid. Unknown levels are above all. */
export function demandedLevel(order: Order, label: LabelParts): string | null {
  const demanded = order.rules
    .filter(({ compartmentIds }) => isSubset(compartmentIds, label.compartmentIds))
    .sort((a, b) => rankOf(order, b.minimumLevelId) - rankOf(order, a.minimumLevelId))[0]?.minimumLevelId;
  return demanded && rankOf(order, demanded) > rankOf(order, label.levelId) ? demanded : null;
}

/** What covers all of the given labels and nothing more; null for none. */
export function joinOf(order: Order, labels: readonly LabelParts[]): LabelParts | null {
  const [first, ...rest] = labels;
  if (!first) return null;
  const joined = rest.reduce<LabelParts>(
    (a, b) => ({
      levelId: rankOf(order, b.levelId) > rankOf(order, a.levelId) ? b.levelId : a.levelId,
      compartmentIds: [...new Set([...a.compartmentIds, ...b.compartmentIds])],
      groupIds: commonOf(a.groupIds, b.groupIds),
    }),
    first,
  );
  const demanded = demandedLevel(order, joined);
  // A level above the person cannot be named to them.
  return demanded && order.levels.some(({ id }) => id === demanded) ? { ...joined, levelId: demanded } : joined;
}

function commonOf(a: LabelParts['groupIds'], b: LabelParts['groupIds']): LabelParts['groupIds'] {
  if (a === null || b === null) return a ?? b;
  return a.filter((group) => b.includes(group));
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((element) => whole.includes(element));
}
