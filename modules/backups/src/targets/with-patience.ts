import { type Target, TargetAwayError } from './target.ts';

/**
 * The same place, with an end to every wait: a share whose server is gone leaves a write hanging for ever, and the backup with it. What hangs cannot be
 * called back; its result, should it come, is ignored.
 */
export function withPatience(target: Target, limitMs: number): Target {
  async function limited<R>(work: Promise<R>): Promise<R> {
    const late = Promise.withResolvers<never>();
    const message = `${target.name} has not answered for ${Math.round(limitMs / 1_000)} s.`;
    const timer = setTimeout(() => late.reject(new TargetAwayError(message)), limitMs);
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    name: target.name,
    put: (key, bytes, options) => limited(target.put(key, bytes, options)),
    get: (key) => limited(target.get(key)),
    getRange: (key, offset, length) => limited(target.getRange(key, offset, length)),
    async *list(prefix) {
      const entries = target.list(prefix)[Symbol.asyncIterator]();
      for (;;) {
        const { value, done } = await limited(entries.next());
        if (done) return;
        yield value;
      }
    },
    remove: (key) => limited(target.remove(key)),
    extendLock: (key, until) => limited(target.extendLock(key, until)),
    probe: () => limited(target.probe()),
  };
}
