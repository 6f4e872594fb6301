import { expect, test } from 'vitest';
import { byDay, daysAgo, mergeRuns } from './by-day.ts';

const at = (day: number, hour: number) => ({ recordedAt: new Date(2024, 2, day, hour).toISOString() });

test('groups neighbours of one day and keeps the order', () => {
  const items = [at(31, 23), at(31, 1), at(30, 12)];
  const days = byDay(items);
  expect(days.map(({ day }) => day.getDate())).toEqual([31, 30]);
  expect(days.flatMap((day) => day.items)).toEqual(items);
  expect(byDay([])).toEqual([]);
});

test('knows today and yesterday, also around a change of the clocks and a new year', () => {
  const now = new Date(2024, 2, 31, 0, 30);
  expect(daysAgo(new Date(2024, 2, 31, 0, 1), now)).toBe(0);
  expect(daysAgo(new Date(2024, 2, 30, 23, 59), now)).toBe(1);
  expect(daysAgo(new Date(2024, 2, 30, 0, 0), now)).toBe(1);
  expect(daysAgo(new Date(2024, 2, 29, 23, 0), now)).toBe(null);
  expect(daysAgo(new Date(2023, 11, 31, 9), new Date(2024, 0, 1, 8))).toBe(1);
});

test('merges neighbours that are the same, and only neighbours', () => {
  const runs = mergeRuns(['a', 'a', 'b', 'a', 'b', 'b'], (item) => item);
  expect(runs.map(({ item, count }) => `${item}${count}`)).toEqual(['a2', 'b1', 'a1', 'b2']);
  expect(mergeRuns([], String)).toEqual([]);
});
