export type Call = () => Promise<unknown>;

export type Offered = { latencies: number[]; failures: number; late: number };

/**
 * Begins calls at an even pace whether or not earlier ones have been answered, as people do, and measures each from the moment at which it should have
 * begun: a server that stalls is not spared the calls that came meanwhile.
 */
export async function offerCalls(
  callOf: (n: number) => Call,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Offered> {
  const latencies: number[] = [];
  const running: Promise<void>[] = [];
  let failures = 0;
  let late = 0;
  const start = performance.now();
  for (let n = 0; n < rate * seconds; n += 1) {
    const due = start + (n * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    if (performance.now() - due > 5) late += 1;
    running.push(
      callOf(n)().then(
        () => {
          latencies.push(performance.now() - due);
        },
        () => {
          failures += 1;
        },
      ),
    );
  }
  await Promise.all(running);
  return { latencies, failures, late };
}

export function percentileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
