import { existsSync, readFileSync } from 'node:fs';

/**
 * Memory of this process after collecting garbage as often as still helps; run node with `--expose-gc`, else it only looks. Anonymous pages where the
 * system tells them (Linux): resident pages of the node program itself come and go with what is executed and are no memory of an index.
 */
export function settledMemory(): number {
  const collect = globalThis.gc;
  if (collect !== undefined) for (let i = 0; i < 4; i += 1) collect();
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const anonymous = /^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1];
  return anonymous === undefined ? process.memoryUsage.rss() : Number(anonymous) * 1024;
}

/** Seconds that a step takes. */
export async function timed<T>(step: () => T | Promise<T>): Promise<{ seconds: number; value: T }> {
  const start = performance.now();
  const value = await step();
  return { seconds: (performance.now() - start) / 1000, value };
}

/**
 * Runs the queries once unmeasured (compilers, caches) and once measured. All contestants of this process are measured by this one loop. With
 * `maxSeconds`, each round ends when its time is over: figures and results are then of the first queries only.
 */
export async function measureQueries<Q, R>(
  queries: readonly Q[],
  search: (query: Q) => R | Promise<R>,
  maxSeconds: number = Number.POSITIVE_INFINITY,
): Promise<{ results: R[]; latenciesMs: number[] }> {
  const round = async () => {
    const results: R[] = [];
    const latenciesMs: number[] = [];
    const end = performance.now() + maxSeconds * 1000;
    for (const query of queries) {
      const start = performance.now();
      if (start > end) break;
      const result = search(query);
      results.push(result instanceof Promise ? await result : result);
      latenciesMs.push(performance.now() - start);
    }
    return { results, latenciesMs };
  };
  await round();
  return round();
}

/** Nearest-rank percentile; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
