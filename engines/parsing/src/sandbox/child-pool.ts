import { ChildGone, type ChildOptions, type SandboxedChild, startChild } from './child-process.ts';

/** A fixed number of children that are used again and again, because starting one costs more than reading most files. */
export type ChildPool = {
  /** Waits for its turn (first come, first served). @throws the signal's reason, or ChildGone when no child can be started. */
  acquire(signal?: AbortSignal): Promise<SandboxedChild>;
  /** Gives a child back. One that died is replaced at the next `acquire`; so is one that has served long or grown fat. */
  release(child: SandboxedChild): Promise<void>;
  close(): Promise<void>;
};

export type PoolOptions = ChildOptions & { size: number; recycleAfterJobs: number; recycleAboveMb: number };

export function createChildPool(options: PoolOptions): ChildPool {
  const idle: SandboxedChild[] = [];
  const jobs = new Map<SandboxedChild, number>();
  const waiting: Array<() => void> = [];
  let free = options.size;
  let closed = false;

  const turn = async (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    if (free > 0) {
      free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const granted = (): void => {
        signal?.removeEventListener('abort', given);
        resolve();
      };
      const given = (): void => {
        waiting.splice(waiting.indexOf(granted), 1);
        reject(signal?.reason);
      };
      waiting.push(granted);
      signal?.addEventListener('abort', given, { once: true });
    });
  };
  const passTurn = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  const start = async (): Promise<SandboxedChild> => {
    const child = startChild(options);
    jobs.set(child, 0);
    void child.gone.then(() => jobs.delete(child));
    await child.receive();
    return child;
  };
  return {
    async acquire(signal) {
      await turn(signal);
      try {
        if (closed) throw new ChildGone('crashed', 'the parser was closed');
        let child = idle.pop();
        while (child && !child.alive) child = idle.pop();
        return child ?? (await start());
      } catch (error) {
        passTurn();
        throw error;
      }
    },
    async release(child) {
      const served = (jobs.get(child) ?? 0) + 1;
      jobs.set(child, served);
      const resident = child.alive ? await child.residentMb() : null;
      const worn = served >= options.recycleAfterJobs || (resident ?? 0) > options.recycleAboveMb;
      if (closed || worn) child.kill('crashed', 'recycled');
      if (child.alive) idle.push(child);
      passTurn();
    },
    async close() {
      closed = true;
      const all = [...jobs.keys()];
      for (const child of all) child.kill('crashed', 'the parser was closed');
      await Promise.all(all.map((child) => child.gone));
    },
  };
}
