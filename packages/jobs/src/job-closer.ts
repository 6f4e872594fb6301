import type { PgBoss } from 'pg-boss';

export type JobCloser = {
  /** Resolve when the database knows; reject when it could not be told: the job then comes back when its heartbeat is missed. */
  complete(id: string): Promise<void>;
  fail(id: string, reason: 'failed' | 'stopped'): Promise<void>;
};

type Ending = 'completed' | 'failed' | 'stopped';

const lingerMs = 20;

/** Closes jobs that end within a moment of each other in one statement. A crash meanwhile leaves them open: they are delivered again. */
export function createJobCloser({
  boss,
  queue,
}: {
  boss: Pick<PgBoss, 'complete' | 'fail'>;
  queue: string;
}): JobCloser {
  const waiting = new Map<Ending, { ids: string[]; closed: Promise<unknown> }>();

  function close(ending: Ending, id: string): Promise<unknown> {
    const batch = waiting.get(ending);
    if (batch) {
      batch.ids.push(id);
      return batch.closed;
    }
    const ids = [id];
    const closed = new Promise<void>((resolve) => setTimeout(resolve, lingerMs)).then(() => {
      waiting.delete(ending);
      return ending === 'completed' ? boss.complete(queue, ids) : boss.fail(queue, ids, { reason: ending });
    });
    waiting.set(ending, { ids, closed });
    return closed;
  }

  return {
    async complete(id) {
      await close('completed', id);
    },
    async fail(id, reason) {
      await close(reason, id);
    },
  };
}
