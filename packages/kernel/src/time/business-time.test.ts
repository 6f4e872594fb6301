import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, businessCalendar, monthsOfQuarter, parseMonth, quarterOf } from './business-time.ts';

describe('the month of an instant', () => {
  const caracas = businessCalendar('America/Caracas');

  test('is that of the programme, not of UTC', () => {
    expect(caracas.monthOf(new Date('2026-12-01T03:59:59Z'))).toBe('2026-11');
    expect(caracas.monthOf(new Date('2026-12-01T04:00:00Z'))).toBe('2026-12');
    expect(caracas.startOfMonth('2026-12')).toEqual(new Date('2026-12-01T04:00:00Z'));
  });

  test.each(['America/Caracas', 'Europe/Madrid', 'America/Santiago', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC'])(
    'in %s begins with its first minute',
    (zone) => {
      const calendar = businessCalendar(zone);
      const days = fc.date({ min: new Date('2020-01-01Z'), max: new Date('2040-01-01Z'), noInvalidDate: true });
      fc.assert(
        fc.property(days, (at) => {
          const day = calendar.dayOf(at);
          const start = calendar.startOfDay(day);
          expect(calendar.dayOf(start)).toBe(day);
          expect(calendar.dayOf(new Date(start.getTime() - 60_000)) < day).toBe(true);
        }),
        { numRuns: 50 },
      );
    },
  );

  test('Santiago skips midnight in September', () => {
    expect(businessCalendar('America/Santiago').startOfDay('2026-09-06')).toEqual(new Date('2026-09-06T04:00:00Z'));
  });
});

test('months and quarters', () => {
  expect(addMonths('2026-11', 3)).toBe('2027-02');
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  expect(quarterOf('2026-11')).toBe('2026-Q4');
  expect(monthsOfQuarter('2026-Q1')).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(() => parseMonth('2026-13')).toThrow();
  expect(() => businessCalendar('Caracas')).toThrow(/IANA/);
});
