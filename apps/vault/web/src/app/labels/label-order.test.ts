import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandedLevel, isCovered, isWithin, joinOf } from './label-order.ts';
import type { LabelParts } from './labels.queries.ts';

const level = (rank: number) => ({ id: `level ${rank}`, rank, text: { es: '', en: '' }, mark: '', colour: '#000000' });
const rules = [{ id: 'rule', compartmentIds: ['a', 'b'], minimumLevelId: 'level 3' }];
const order = { levels: [0, 1, 2, 3].map(level), rules: [] };
const withRules = { ...order, rules };
const label = (rank: number, compartmentIds: string[] = [], groupIds: string[] | null = null): LabelParts => ({
  levelId: `level ${rank}`,
  compartmentIds,
  groupIds,
});

const someLabel = fc
  .tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.subarray(['a', 'b', 'c']),
    fc.option(fc.subarray(['north', 'south', 'east'])),
  )
  .map(([rank, compartments, groups]) => label(rank, compartments, groups));

test('what several labels amount to covers each of them, and whatever covers each of them covers it', () => {
  fc.assert(
    fc.property(someLabel, someLabel, someLabel, (a, b, other) => {
      const joined = joinOf(order, [a, b])!;
      expect(isCovered(order, a, joined) && isCovered(order, b, joined)).toBe(true);
      expect(isCovered(order, joined, other)).toBe(isCovered(order, a, other) && isCovered(order, b, other));
    }),
  );
});

test('a rule raises what two compartments amount to together', () => {
  expect(joinOf(withRules, [label(1, ['a']), label(0, ['b'])])).toMatchObject({ levelId: 'level 3' });
  expect(joinOf(withRules, [label(1, ['a']), label(2)])).toMatchObject({ levelId: 'level 2', compartmentIds: ['a'] });
  expect(demandedLevel(withRules, label(1, ['a', 'b']))).toBe('level 3');
  expect(demandedLevel(withRules, label(3, ['a', 'b', 'c']))).toBeNull();
});

test('a level that the person does not know of is above all, and is not named', () => {
  const low = { levels: [level(0), level(1)], rules };
  expect(demandedLevel(low, label(1, ['a', 'b']))).toBe('level 3');
  expect(joinOf(low, [label(0, ['a']), label(1, ['b'])])).toMatchObject({ levelId: 'level 1' });
});

test('a ceiling counts level and compartments, and not to whom something is released', () => {
  expect(isWithin(order, label(1, [], ['north']), label(1))).toBe(true);
  expect(isWithin(order, label(1, ['a']), label(3))).toBe(false);
  expect(isWithin(order, label(2), label(1))).toBe(false);
  expect(joinOf(order, [])).toBeNull();
});
