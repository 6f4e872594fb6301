import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CanaryScan, CanaryScanOptions } from './canary-scan.ts';

/**
 * `scanForCanaries` in a thread of its own: gigabytes are searched and unpacked while this one serves people. Canaries are of the self-test, so nothing
 * secret changes hands. @throws Error when the thread dies; the signal's reason when it is broken off
 */
export async function scanInThread({ signal, ...options }: CanaryScanOptions): Promise<CanaryScan> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./canary-scan.worker.ts', import.meta.url), {
    name: 'nexus-self-test',
    workerData: options,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  try {
    const ended = once(worker, 'exit').then(([code]) => {
      throw new Error(`the thread that searches the disk ended with ${code}`);
    });
    ended.catch(() => {});
    const [scan] = await Promise.race([once(worker, 'message', { signal }), ended]);
    return scan as CanaryScan;
  } finally {
    await worker.terminate();
  }
}
