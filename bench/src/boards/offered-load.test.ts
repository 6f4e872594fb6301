import { expect, it } from 'vitest';
import { offerCalls, percentileOf } from './offered-load.ts';

it('measures a call from when it should have begun', async () => {
  let stalledUntil = 0;
  const call = (n: number) => async () => {
    // The tenth call stops everything for a while, as a server does that collects garbage.
    if (n === 10) {
      stalledUntil = performance.now() + 60;
      while (performance.now() < stalledUntil);
    }
  };
  const { latencies, failures } = await offerCalls(call, { rate: 200, seconds: 0.2 });
  expect([latencies.length, failures]).toEqual([40, 0]);
  expect(latencies.filter((ms) => ms > 20).length).toBeGreaterThan(5);
});

it('counts failures apart', async () => {
  const { latencies, failures } = await offerCalls(
    (n) => async () => {
      if (n % 2) throw new Error('no');
    },
    { rate: 1000, seconds: 0.01 },
  );
  expect([latencies.length, failures]).toEqual([5, 5]);
});

it('takes the value at or above the share', () => {
  const values = Array.from({ length: 100 }, (_, n) => n + 1);
  expect([percentileOf(values, 0.5), percentileOf(values, 0.99), percentileOf(values, 1)]).toEqual([50, 99, 100]);
});
