import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';

/**
 * Runs `run`, pauses, and again, until the signal is aborted; resolves when the last run has ended. A run that fails is logged, and the next one comes.
 */
export async function repeat(
  { pauseMs, name, signal, logger }: { pauseMs: number; name: string; signal: AbortSignal; logger: Logger },
  run: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await run().catch((error: unknown) => signal.aborted || logger.error(`${name} failed`, { error }));
    await wait(pauseMs, undefined, { signal, ref: false }).catch(() => {});
  }
}
