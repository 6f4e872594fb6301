import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { LabelView } from '../labels/labels.queries.ts';
import { spacesQuery } from '../queries.ts';

/** What was chosen for the files of a space, as long as the window is open: after that, its default holds again. */
const chosen = new Map<string, LabelView>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function chooseUploadLabel(spaceId: string, label: LabelView): void {
  chosen.set(spaceId, label);
  for (const listener of listeners) listener();
}

/** The label that files get when they are added now; null when the space's default is above the person. */
export function useUploadLabel(spaceId: string): { label: LabelView | null; ceilingLabelId: string | null } {
  const own = useSyncExternalStore(subscribe, () => chosen.get(spaceId));
  const { data: spaces } = useQuery(spacesQuery);
  const space = spaces?.find(({ id }) => id === spaceId);
  return { label: own ?? space?.defaultLabel ?? null, ceilingLabelId: space?.ceilingLabelId ?? null };
}
