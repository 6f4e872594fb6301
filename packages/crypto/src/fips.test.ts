import { createHash, getFips } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { enterFipsMode, fipsMode, leaveFipsMode, refuseUnapproved } from './fips.ts';
import { knownAnswers, runKnownAnswerTests } from './known-answers.ts';
import { defaultPasswordCost, hashPassword, needsRehash, type PasswordCost, verifyPassword } from './passwords.ts';

afterEach(leaveFipsMode);

it('says honestly whether a validated provider does the work, and leaves a library that works', () => {
  const mode = enterFipsMode();
  expect(mode).toBe(getFips() === 1 ? 'validated' : 'restricted');
  expect(fipsMode()).toBe(mode);
  expect(createHash('sha256').update('').digest('hex')).toMatch(/^e3b0c442/);
});

it('tests the approved algorithms at the start and no other', () => {
  const everything = runKnownAnswerTests();
  enterFipsMode(() => false);
  const approved = runKnownAnswerTests();
  expect(everything).toEqual(knownAnswers.map(({ name }) => name));
  expect(everything.filter((name) => !approved.includes(name)).map((name) => name.split(' ')[0])).toEqual([
    'Argon2id',
    'scrypt',
  ]);
});

it('hashes passwords with PBKDF2, and moves those from before at the next sign-in', async () => {
  const cheap: PasswordCost = { scheme: 'argon2id', memory: 64, passes: 1, lanes: 1 };
  const before = await hashPassword('correcto caballo', cheap);
  expect(() => refuseUnapproved('scrypt', 'Use another.')).not.toThrow();
  enterFipsMode(() => false);
  expect(defaultPasswordCost()).toEqual({ scheme: 'pbkdf2', iterations: 600_000 });
  const stored = await hashPassword('correcto caballo');
  expect(stored).toMatch(/^\$pbkdf2-sha256\$i=600000\$/);
  expect(await verifyPassword('correcto caballo', stored)).toBe(true);
  expect(await verifyPassword('correcto caballO', stored)).toBe(false);
  expect(needsRehash(stored)).toBe(false);
  expect(await verifyPassword('correcto caballo', before)).toBe(true);
  expect(needsRehash(before)).toBe(true);
  expect(() => refuseUnapproved('scrypt', 'Use another.')).toThrow(/scrypt is not an approved algorithm.*Use another/);
});
