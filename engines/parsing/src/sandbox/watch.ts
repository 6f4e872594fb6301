import type { ParseLimits } from '../contract.ts';
import type { SandboxedChild } from './child-process.ts';

/** Watches one child while it works on one file. */
export type Watch = {
  /** The child has come to the end of a part or shows signs of work: its part budget starts again. */
  partDone(): void;
  /** Runs while the child is waited for. Time in which the child waits for the vault does not count against it. */
  during<T>(wait: Promise<T>): Promise<T>;
  /** Time in which the child waits for bytes of the file. */
  whileStarved<T>(wait: Promise<T>): Promise<T>;
  stop(): void;
};

const TICK_MS = 100;
/** After a pause of the whole machine (suspend, stopped process) one tick must not look like a breach. */
const LONGEST_TICK_MS = 1000;

/** Kills the child when it breaks the time budget of a part or of the file, or the memory cap. */
export function watchChild(
  child: SandboxedChild,
  limits: ParseLimits,
  now: () => number = () => performance.now(),
): Watch {
  let waits = 0;
  let starved = 0;
  let partMs = 0;
  let fileMs = 0;
  let last = now();
  const tick = async (): Promise<void> => {
    const passed = Math.min(now() - last, LONGEST_TICK_MS);
    last = now();
    if (waits > 0 && starved === 0) {
      partMs += passed;
      fileMs += passed;
    }
    if (partMs > limits.partMs) child.kill('timeout', `a part took longer than ${limits.partMs / 1000} s`);
    if (fileMs > limits.fileMs) child.kill('timeout', `the file took longer than ${limits.fileMs / 1000} s`);
    const resident = await child.residentMb();
    if (resident !== null && resident > limits.memoryMb) {
      child.kill('memory', `the parser needed more than ${limits.memoryMb} MiB of memory`);
    }
  };
  const timer = setInterval(() => void tick(), TICK_MS);
  return {
    partDone() {
      partMs = 0;
    },
    async during(wait) {
      waits++;
      try {
        return await wait;
      } finally {
        waits--;
      }
    },
    async whileStarved(wait) {
      starved++;
      try {
        return await wait;
      } finally {
        starved--;
      }
    },
    stop: () => clearInterval(timer),
  };
}
