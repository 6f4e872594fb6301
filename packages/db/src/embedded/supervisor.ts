import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import type { ServerProcess } from './server-process.ts';

export type Supervised = { pid(): number; stop(): Promise<void> };

const longestPauseMs = 5_000;

/**
 * Keeps a server running: when it ends without being told to (killed, out of memory, a full disk), it is started again, after a
 * pause that grows while that fails. The first start is the caller's affair and throws.
 */
export async function supervise(start: () => Promise<ServerProcess>, logger: Logger): Promise<Supervised> {
  let server = await start();
  const stopping = new AbortController();

  const startAgain = async () => {
    for (let pauseMs = 250; !stopping.signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        server = await start();
        logger.info('database server runs again', { pid: server.pid });
        return;
      } catch (error) {
        logger.error('database server could not be started again', { error });
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {}); // Woken to stop.
      }
    }
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const how = await server.ended;
      if (stopping.signal.aborted) return;
      logger.error('database server ended; starting it again', { how, lines: server.lastLines().slice(-5) });
      await startAgain();
    }
    await server.stop();
  };
  const watching = watch();

  return {
    pid: () => server.pid,
    async stop() {
      stopping.abort();
      await server.stop();
      await watching;
    },
  };
}
