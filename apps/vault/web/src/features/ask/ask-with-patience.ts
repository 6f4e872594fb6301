import { ApiProblem } from '@nexus/page/api';

export type AskPhase = 'asking' | 'offline' | 'signed_out';

export type Patience = {
  signal: AbortSignal;
  onPhase(phase: AskPhase): void;
  wait(ms: number): Promise<void>;
  untilSignedIn(): Promise<void>;
};

const pause = 2_000;

/**
 * Sends until an answer comes: again while the server is away, and after the person has signed in once more. Safe because every attempt carries
 * the same idempotency key. Whatever else the server says is thrown.
 */
export async function askWithPatience<Result>(send: () => Promise<Result>, patience: Patience): Promise<Result> {
  const { signal, onPhase, wait, untilSignedIn } = patience;
  while (true) {
    try {
      return await send();
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiProblem)) throw error;
      if (error.status === 401) {
        onPhase('signed_out');
        await untilSignedIn();
      } else if (error.isOffline) {
        onPhase('offline');
        await wait(pause);
        // The first attempt is still being worked on; its answer will be this one's too.
      } else if (error.code === 'request.idempotency_key_in_use') await wait(pause);
      else throw error;
      signal.throwIfAborted();
      onPhase('asking');
    }
  }
}
