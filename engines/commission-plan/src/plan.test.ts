import { InvalidInputError } from '@nexus/kernel';
import { describe, expect, test } from 'vitest';
import { rateIn, tierFor } from './rates.ts';
import { examplePlan } from './testing/example-plan.ts';

describe('a plan is refused', () => {
  const tier = { name: 'start', from: 0, lowPpm: 100_000, highPpm: 100_000 };
  test.each([
    ['its first tier begins above 0', { kinds: { x: { tiers: [{ ...tier, from: 1 }], certificationPpm: {} } } }],
    ['tiers do not rise', { kinds: { x: { tiers: [tier, tier], certificationPpm: {} } } }],
    [
      'a higher tier pays less',
      { kinds: { x: { tiers: [tier, { ...tier, from: 2, lowPpm: 1, highPpm: 2 }], certificationPpm: {} } } },
    ],
    ['a band is upside down', { kinds: { x: { tiers: [{ ...tier, highPpm: 1 }], certificationPpm: {} } } }],
    ['an override has no place in the order of cuts', { cap: { ppm: 450_000, cutOrder: ['bonus', 'direct'] } }],
    ['levels leave a gap', { overrides: [{ level: 2, ratePpm: 1 }] }],
    ['the royalty passes the cap', { royalty: { ratePpm: 400_000 } }],
    ['shares are not the whole', { jointProduct: { paysOverrides: false, paysRoyalty: false, sharesPpm: [1, 2] } }],
    ['a rate is a fraction', { royalty: { ratePpm: 0.05 } }],
    ['it has a field nobody knows', { colour: 'red' }],
  ])('when %s', (_, change) => {
    expect(() => examplePlan(change)).toThrow(InvalidInputError);
  });
});

test.each([
  [0, null, 'start', 100_000],
  [2, 'platinum', 'start', 100_000],
  [3, null, 'basic', 150_000],
  [3, 'bronze', 'basic', 150_000],
  [5, 'silver', 'basic', 165_000],
  [5, 'platinum', 'basic', 200_000],
  [6, 'gold', 'top', 280_000],
  [900, 'platinum', 'top', 300_000],
])('%i sales, %s: %s at %i ppm', (count, certification, name, ratePpm) => {
  const plan = examplePlan();
  const tier = tierFor(plan, 'affiliate', count)!;
  expect([tier.name, rateIn(plan, 'affiliate', tier, certification)]).toEqual([name, ratePpm]);
});
