import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { equalInConstantTime, hashToken, newToken } from './tokens.ts';

it('makes tokens of 256 bits that do not repeat', () => {
  const tokens = Array.from({ length: 1000 }, newToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBe(32);
  expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
});

it('stores a token as its SHA-256', () => {
  expect(hashToken('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hashToken('abc')).toEqual(createHash('sha256').update('abc').digest());
});

it('compares secrets of any lengths', () => {
  expect(equalInConstantTime('abc', Buffer.from('abc'))).toBe(true);
  expect(equalInConstantTime('abc', 'abd')).toBe(false);
  expect(equalInConstantTime('abc', 'abcd')).toBe(false);
  expect(equalInConstantTime('', '')).toBe(true);
});
