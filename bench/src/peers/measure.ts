/** Resident bytes after collecting garbage as often as still helps; run node with `--expose-gc`, else it only looks. */
export function settledMemory(): number {
  const collect = globalThis.gc;
  if (collect !== undefined) for (let i = 0; i < 4; i += 1) collect();
  return process.memoryUsage.rss();
}

/** Seconds that a step takes. */
export async function timed<T>(step: () => T | Promise<T>): Promise<{ seconds: number; value: T }> {
  const start = performance.now();
  const value = await step();
  return { seconds: (performance.now() - start) / 1000, value };
}

/**
 * Runs every query once unmeasured (compilers, caches) and once measured. All contestants of this process are measured by this one loop.
 */
export async function measureQueries<Q, R>(
  queries: readonly Q[],
  search: (query: Q) => R | Promise<R>,
): Promise<{ results: R[]; latenciesMs: number[] }> {
  for (const query of queries) await search(query);
  const results: R[] = [];
  const latenciesMs: number[] = [];
  for (const query of queries) {
    const start = performance.now();
    const result = search(query);
    results.push(result instanceof Promise ? await result : result);
    latenciesMs.push(performance.now() - start);
  }
  return { results, latenciesMs };
}

/** Nearest-rank percentile; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
