import type { EndedSessions } from '@nexus/http';

export type EndedSessionsSignal = {
  tell(ended: EndedSessions): void;
  listen(listener: (ended: EndedSessions) => void): () => void;
};

/** Tells the HTTP edge of this process that sessions are over, so that what is open for them is cut at once. Told after the commit. */
export function createEndedSessionsSignal(): EndedSessionsSignal {
  const listeners = new Set<(ended: EndedSessions) => void>();
  return {
    tell(ended) {
      for (const listener of listeners) listener(ended);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
