import { describe, expect, test } from 'vitest';
import { groupByDay } from './by-day.ts';

const at = (year: number, month: number, day: number, hour = 12): string =>
  new Date(year, month - 1, day, hour).toISOString();
const daysOf = (times: string[], now: Date) => groupByDay(times, (time) => time, now).map(({ day }) => day);

describe('conversations by day', () => {
  test('count calendar days, not hours', () => {
    const now = new Date(2026, 10, 21, 0, 30);
    expect(daysOf([at(2026, 11, 21, 0)], now)).toEqual(['today']);
    expect(daysOf([at(2026, 11, 20, 23)], now)).toEqual(['yesterday']);
  });

  test('have one group each, in order, and none that is empty', () => {
    const now = new Date(2026, 10, 21, 12);
    const times = [at(2026, 11, 21), at(2026, 11, 21, 9), at(2026, 11, 16), at(2026, 10, 30), at(2025, 1, 1)];
    const groups = groupByDay(times, (time) => time, now);
    expect(groups.map(({ day, items }) => [day, items.length])).toEqual([
      ['today', 2],
      ['week', 1],
      ['month', 1],
      ['older', 1],
    ]);
  });

  test('take a clock that runs ahead for today', () => {
    expect(daysOf([at(2026, 11, 22)], new Date(2026, 10, 21, 12))).toEqual(['today']);
  });
});
