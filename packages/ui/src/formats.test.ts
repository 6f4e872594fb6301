import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatNumber, formatWhen } from './formats.ts';

test('figures follow the language', () => {
  expect(formatNumber(9314, 'es')).toBe('9.314');
  expect(formatNumber(9314, 'en')).toBe('9,314');
  expect(formatBytes(1_250_000, 'es')).toBe('1,3 MB');
  expect(formatBytes(999, 'en')).toBe('999 B');
});

test('a time of today is an hour, another one a day, one of another year has its year', () => {
  const now = new Date(2024, 5, 3, 12, 0);
  expect(formatWhen(new Date(2024, 5, 3, 9, 5), 'es', now)).toBe('09:05');
  expect(formatWhen(new Date(2024, 1, 9), 'es', now)).toBe('9 feb');
  expect(formatWhen(new Date(2021, 1, 9), 'en', now)).toBe('Feb 9, 2021');
});

test('lengths of time are said as people say them', () => {
  expect([0.2, 59, 90, 3900].map(formatDuration)).toEqual(['1 s', '59 s', '2 min', '1 h 5 min']);
});
