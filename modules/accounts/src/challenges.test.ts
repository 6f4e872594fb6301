import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createChallenges } from './challenges.ts';

const sealerOf = (key: string) => ({
  fingerprint: (kind: string, value: Uint8Array | string) =>
    createHmac('sha256', key).update(kind).update('\0').update(value).digest(),
});
const challenges = createChallenges(sealerOf('a'));
const now = new Date('2026-03-02T09:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const issued = (purpose: 'sign-in' | 'add s1' = 'sign-in') =>
  Buffer.from(challenges.issue(purpose, now)).toString('base64url');

test('are good for their purpose and for five minutes', () => {
  const challenge = issued();
  expect(challenges.check('sign-in', challenge, later(299))).toMatchObject({ expiresAt: later(300) });
  expect(challenges.check('sign-in', challenge, later(300))).toBe(null);
  expect(challenges.check('add s1', challenge, now)).toBe(null);
  expect(challenges.check('add s2', issued('add s1'), now)).toBe(null);
  expect(challenges.check('add s1', issued('add s1'), now)).not.toBe(null);
  expect(issued()).not.toBe(issued());
});

test('cannot be made, lengthened or changed without the key', () => {
  const challenge = issued();
  expect(createChallenges(sealerOf('b')).check('sign-in', challenge, now)).toBe(null);
  const bytes = Buffer.from(challenge, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const bent = Buffer.from(bytes);
    bent[at]! ^= 1;
    expect(challenges.check('sign-in', bent.toString('base64url'), now)).toBe(null);
  }
  for (const wrong of ['', 'AAAA', challenge.slice(0, -4), `${challenge}AAAA`])
    expect(challenges.check('sign-in', wrong, now)).toBe(null);
});

test('have one hash, however they are spelled', () => {
  const challenge = issued();
  const hash = (text: string) => challenges.check('sign-in', text, now)?.hash.toString('hex');
  expect(hash(`${challenge}==`)).toBe(hash(challenge));
});
