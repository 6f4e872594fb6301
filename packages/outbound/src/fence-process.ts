import { syncBuiltinESMExports } from 'node:module';
import { BroadcastChannel } from 'node:worker_threads';
import type { DestinationRules } from './destinations.ts';
import { fenceNames } from './fence-names.ts';
import { fenceSockets } from './fence-sockets.ts';
import { fenceThreads } from './fence-threads.ts';
import { createRefusals, kindOf, type Refusal } from './refusals.ts';
import { threadRefusals } from './thread-refusals.ts';

export type ProcessFence = {
  /** Told at most once a minute for each kind; what was refused before is told at once. */
  onRefused(listen: (refusal: Refusal) => void): void;
};

let isFenced = false;

/**
 * From here on this process, with its threads, connects to the destinations and to nothing else. There is no way back, and no second time.
 * Call it before other code runs: what was connected before stays connected.
 * @throws Error when it stands already, or when this Node lacks a place where it must stand
 */
export function fenceProcess(destinations: DestinationRules): ProcessFence {
  if (isFenced) throw new Error('the fence stands already');
  isFenced = true;
  const refusals = createRefusals();
  fenceSockets((attempt) => {
    const isAdmitted = destinations.admits(attempt);
    if (!isAdmitted) refusals.add(kindOf(attempt));
    return isAdmitted;
  });
  fenceNames({
    decide(name) {
      const isAdmitted = destinations.admitsName(name);
      if (!isAdmitted) refusals.add({ protocol: 'dns', addressClass: 'name' });
      return isAdmitted;
    },
    learn: destinations.learn,
  });
  fenceThreads();
  syncBuiltinESMExports();
  const channel = new BroadcastChannel(threadRefusals);
  channel.onmessage = (event: unknown) => refusals.add((event as { data: ReturnType<typeof kindOf> }).data);
  channel.unref();
  return { onRefused: refusals.onRefused };
}
