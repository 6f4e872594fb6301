import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatLsn, parseLsn, segmentName } from './lsn.ts';

test('positions survive being written and read', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (lsn) => {
      expect(parseLsn(formatLsn(lsn))).toBe(lsn);
    }),
  );
});

test('segments are named as PostgreSQL names them', () => {
  expect(segmentName(1, parseLsn('0/3000028'), 16 * 1024 ** 2)).toBe('000000010000000000000003');
  expect(segmentName(2, parseLsn('16/B374D848'), 16 * 1024 ** 2)).toBe('0000000200000016000000B3');
  expect(segmentName(1, parseLsn('1/40000000'), 1024 ** 3)).toBe('000000010000000100000001');
});

test.each(['', '0', '0/', 'x/y', '123456789/0', '0/0; drop'])('%j is refused', (text) => {
  expect(() => parseLsn(text)).toThrow(TypeError);
});
