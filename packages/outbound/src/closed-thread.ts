import { syncBuiltinESMExports } from 'node:module';
import { BroadcastChannel } from 'node:worker_threads';
import { fenceNames } from './fence-names.ts';
import { fenceSockets } from './fence-sockets.ts';
import { fenceThreads } from './fence-threads.ts';
import { kindOf } from './refusals.ts';
import { threadRefusals } from './thread-refusals.ts';

/** Runs first in every thread of a fenced process. The main thread tells what is refused here. */
function tell(kind: ReturnType<typeof kindOf>): false {
  const channel = new BroadcastChannel(threadRefusals);
  channel.postMessage(kind);
  channel.close();
  return false;
}

fenceSockets((attempt) => tell(kindOf(attempt)));
fenceNames({ decide: () => tell({ protocol: 'dns', addressClass: 'name' }), learn: () => {} });
fenceThreads();
syncBuiltinESMExports();
