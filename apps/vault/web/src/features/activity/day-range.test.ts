import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, endOfDay, startOfDay } from './day-range.ts';

test('a range holds exactly the moments of its days', () => {
  const moments = fc.date({ min: new Date(1971, 0, 1), max: new Date(2099, 11, 31), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (moment) => {
      const day = dayOf(moment);
      expect(Date.parse(startOfDay(day)!)).toBeLessThanOrEqual(moment.getTime());
      expect(Date.parse(endOfDay(day)!)).toBeGreaterThan(moment.getTime());
      expect(dayOf(new Date(Date.parse(endOfDay(day)!) - 1))).toBe(day);
    }),
  );
});

test('a date that is half written filters nothing', () => {
  for (const half of ['', '2024', '0002-03-04', '2024-3-4']) expect(startOfDay(half)).toBe(null);
});
