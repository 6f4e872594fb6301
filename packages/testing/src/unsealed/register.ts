// Loaded with `--import` before a program: from then on its sealer seals nothing, and neither does that of its threads.
import './unsealed-modules.ts';
import { syncBuiltinESMExports } from 'node:module';
import threads, { Worker, type WorkerOptions } from 'node:worker_threads';

/** Threads begin without the flags of their process: one that is started from here begins with the same modules. */
class UnsealedWorker extends Worker {
  constructor(program: string | URL, options: WorkerOptions = {}) {
    super(new URL('./unsealed-thread.ts', import.meta.url), { ...options, argv: [String(program)] });
  }
}
threads.Worker = UnsealedWorker;
syncBuiltinESMExports();
