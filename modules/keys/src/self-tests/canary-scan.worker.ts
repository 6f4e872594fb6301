import { parentPort, workerData } from 'node:worker_threads';
import { type CanaryScanOptions, scanForCanaries } from './canary-scan.ts';

/** The other side of `scan-in-thread.ts`. */
if (!parentPort) throw new Error('this file runs as a thread');
parentPort.postMessage(await scanForCanaries(workerData as Omit<CanaryScanOptions, 'signal'>));
