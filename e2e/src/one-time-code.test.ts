import { expect, test } from 'vitest';
import { oneTimeCode } from './one-time-code.ts';

// RFC 6238, appendix B, the last six of its eight digits; the secret is "12345678901234567890".
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [20_000_000_000, '353130'],
])('the code at second %i is that of the standard', (second, code) => {
  expect(oneTimeCode('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ', second * 1_000)).toBe(code);
});
