import { meQuery } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { LabelView } from '../labels/labels.queries.ts';
import { spacesQuery } from '../queries.ts';

/** What was chosen for the files of a space, as long as the window is open: after that, its default holds again. */
const chosen = new Map<string, LabelView>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export type UploadLabel = {
  /** What files get when they are added now; null when the space's default is above the person. */
  label: LabelView | null;
  ceilingLabelId: string | null;
  choose(label: LabelView): void;
};

export function useUploadLabel(spaceId: string): UploadLabel {
  const { data: me } = useQuery(meQuery);
  // Whoever signs in at the same window after another person neither uses nor sees what that one chose.
  const key = `${me?.id ?? ''} ${spaceId}`;
  const own = useSyncExternalStore(subscribe, () => chosen.get(key));
  const { data: spaces } = useQuery(spacesQuery);
  const space = spaces?.find(({ id }) => id === spaceId);
  const choose = useCallback(
    (label: LabelView) => {
      chosen.set(key, label);
      for (const listener of listeners) listener();
    },
    [key],
  );
  return { label: own ?? space?.defaultLabel ?? null, ceilingLabelId: space?.ceilingLabelId ?? null, choose };
}
