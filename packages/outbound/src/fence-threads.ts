import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import threads, { type WorkerOptions } from 'node:worker_threads';

const preload = fileURLToPath(new URL('closed-thread.ts', import.meta.url));

/** A thread has bindings of its own, so each is fenced before its first line runs: it may not connect at all. */
export function fenceThreads(): void {
  const Original = threads.Worker;
  class FencedWorker extends Original {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, { ...options, execArgv: [`--require=${preload}`, ...(options.execArgv ?? process.execArgv)] });
    }
  }
  Object.defineProperty(threads, 'Worker', {
    value: FencedWorker,
    writable: false,
    configurable: false,
    enumerable: true,
  });
  syncBuiltinESMExports();
}
