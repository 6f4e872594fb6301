import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplicationConnection } from './connection.ts';
import { ReplicationError } from './replication.errors.ts';

/** Received and not yet taken: above the first the socket waits, below the second it goes on. */
const fullBytes = 8 * 1024 ** 2;
const emptyBytes = 2 * 1024 ** 2;

export type HeldStreamLimits = {
  /** Longest silence of the server while we are ready for more. */
  silentMs: number;
  /** Longest time in which the taker takes nothing although something waits. */
  stalledMs: number;
};

export type HeldStream = AsyncIterable<Buffer> & {
  /** No more will come; what waits is still handed out. */
  end(): void;
  fail(error: Error): void;
  /** Rejects when the stream fails, also while its taker hangs in a write and asks for nothing. Never resolves. */
  failed: Promise<never>;
};

/**
 * COPY messages as an iteration with back-pressure. `pg` has none: it emits whatever the socket brings. So the socket is paused and resumed by what
 * waits here, when a message comes in and each time one is taken out, and by nothing else: a rule that also works when the last message before a
 * pause is the last of an archive.
 */
export function holdCopyData(
  { wire, lost }: Pick<ReplicationConnection, 'wire' | 'lost'>,
  limits: HeldStreamLimits,
  signal?: AbortSignal,
): HeldStream {
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isPaused = false;
  let isOver = false;
  let failure: Error | null = null;
  let lastCameAt = performance.now();
  let lastTakenAt = performance.now();
  let wakeUp = Promise.withResolvers<void>();
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => {}); // Whoever iterates hears of it there.

  const fail = (error: Error) => {
    failure ??= error;
    failing.reject(failure);
    wakeUp.resolve();
  };
  wire.on('copyData', ({ chunk }) => {
    // A slice of the parser's buffer, which it uses again.
    waiting.push(Buffer.from(chunk));
    waitingBytes += chunk.length;
    lastCameAt = performance.now();
    if (waiting.length === 1) lastTakenAt = lastCameAt;
    if (!isPaused && waitingBytes > fullBytes) {
      isPaused = true;
      wire.stream.pause();
    }
    wakeUp.resolve();
  });
  void lost.then((error) => {
    if (!isOver) fail(new ReplicationError('lost', `The connection to the database was lost: ${error.message}`));
  });
  signal?.addEventListener('abort', () => fail(signal.reason as Error), { once: true });

  const watch = setInterval(
    () => {
      const now = performance.now();
      if (waiting.length > 0 && now - lastTakenAt > limits.stalledMs)
        fail(new ReplicationError('stalled', `Nothing was written for ${Math.round(limits.stalledMs / 1_000)} s.`));
      if (waiting.length === 0 && !isOver && now - Math.max(lastCameAt, lastTakenAt) > limits.silentMs)
        fail(new ReplicationError('silent', `The database sent nothing for ${limits.silentMs / 1_000} s.`));
    },
    Math.min(1_000, limits.silentMs / 2, limits.stalledMs / 2),
  );
  watch.unref();

  async function* take(): AsyncGenerator<Buffer, void, undefined> {
    try {
      while (true) {
        if (failure !== null) throw failure;
        if (signal?.aborted) throw signal.reason;
        const next = waiting.shift();
        if (next === undefined) {
          if (isOver) return;
          await Promise.race([wakeUp.promise, sleep(1_000, undefined, { ref: false })]);
          wakeUp = Promise.withResolvers<void>();
          continue;
        }
        waitingBytes -= next.length;
        lastTakenAt = performance.now();
        if (isPaused && waitingBytes < emptyBytes) {
          isPaused = false;
          wire.stream.resume();
        }
        yield next;
        lastTakenAt = performance.now();
      }
    } finally {
      clearInterval(watch);
      isOver = true;
    }
  }

  return {
    [Symbol.asyncIterator]: take,
    end() {
      isOver = true;
      wakeUp.resolve();
    },
    fail,
    failed: failing.promise,
  };
}
