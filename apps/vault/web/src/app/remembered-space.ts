import { useSyncExternalStore } from 'react';

const storageKey = 'nexus.space';
const listeners = new Set<() => void>();

/** Where the person was last; only a convenience of this browser. */
export function lastSpaceId(): string | null {
  return localStorage.getItem(storageKey);
}

export function rememberSpace(spaceId: string): void {
  if (lastSpaceId() === spaceId) return;
  localStorage.setItem(storageKey, spaceId);
  for (const listener of listeners) listener();
}

/** The same for what is drawn: a document opened from a link brings its own space along. */
export function useLastSpaceId(): string | null {
  return useSyncExternalStore(listen, lastSpaceId);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
