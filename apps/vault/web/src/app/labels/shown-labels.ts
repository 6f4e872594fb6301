import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { joinOf } from './label-order.ts';
import { describeParts } from './label-words.ts';
import { type LabelView, type UsableLabels, usableLabelsQuery } from './labels.queries.ts';

type Shown = readonly LabelView[];
/** What each part of the page shows, by the part; empty for a place of content that shows nothing yet. */
const shownBy = new Map<string, Shown>();
const listeners = new Set<() => void>();
let all: Shown | null = null;

function tell(): void {
  const labels = [...new Map([...shownBy.values()].flat().map((label) => [label.id, label])).values()];
  all = shownBy.size === 0 ? null : labels.sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Says what the part of the page that calls this shows, so that the banner covers it. Before the picture is painted: content never stands on the
 * screen under a banner below its label. An empty list is a place of content that shows nothing yet; null is none.
 */
export function useShownLabels(labels: readonly (LabelView | null | undefined)[] | null): void {
  const part = useId();
  const given = labels?.flatMap((label) => label ?? []) ?? null;
  const known = given && [...new Set(given.map(({ id }) => id))].sort().join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a label never changes; its id says all.
  useLayoutEffect(() => {
    if (given === null) return;
    shownBy.set(part, given);
    tell();
    return () => {
      shownBy.delete(part);
      tell();
    };
  }, [part, known]);
}

export type Banner = Pick<LabelView, 'text' | 'textEn' | 'colour'>;

/** What all that is on screen amounts to; `nothing` in a place of content that shows none, null elsewhere. */
export function useBanner(): Banner | 'nothing' | null {
  const labels = useSyncExternalStore(subscribe, () => all);
  const isMixed = labels !== null && labels.length > 1;
  const { data: usable } = useQuery({ ...usableLabelsQuery, enabled: isMixed });
  const queries = useQueryClient();
  const isUnknown =
    isMixed && usable !== undefined && labels.some(({ id }) => !usable.labels.some((label) => label.id === id));
  // Once for each new label: somebody has made it since the list was read.
  useEffect(() => {
    if (isUnknown) void queries.invalidateQueries({ queryKey: usableLabelsQuery.queryKey });
  }, [isUnknown, queries]);
  return useMemo(() => (labels === null ? null : (sumOf(labels, usable) ?? 'nothing')), [labels, usable]);
}

/** One line for several labels. While the parts of one are not known yet, the line of the highest stands for all. */
export function sumOf(labels: Shown, usable: UsableLabels | undefined): Banner | null {
  const [first, ...rest] = labels;
  if (!first || rest.length === 0) return first ?? null;
  const parts = labels.flatMap(({ id }) => usable?.labels.find((label) => label.id === id) ?? []);
  const joined = usable && parts.length === labels.length ? joinOf(usable, parts) : null;
  if (usable && joined) return describeParts(usable, joined);
  return labels.reduce((highest, label) => (label.rank > highest.rank ? label : highest));
}
