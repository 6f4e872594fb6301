import { expect, test } from 'vitest';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';

test('ten different codes, found again however they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes.map(({ code }) => code)).size).toBe(10);
  for (const { code, hash } of codes) {
    expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
    expect(hash).toHaveLength(32);
    expect(recoveryCodeHash(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toEqual(hash);
    expect(recoveryCodeHash(code.slice(0, -1))).not.toEqual(hash);
  }
});
