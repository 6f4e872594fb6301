import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WeakPasswordError } from './accounts.errors.ts';
import { ensureAcceptablePassword, passwordFaults } from './password-rules.ts';

const email = 'lucia.fernandez@ministerio.example.org';
const faults = (password: string) => passwordFaults(password, email);

describe('refused', () => {
  test.each([
    ['corta 12345', 'too short'],
    ['ñandú ñandú', 'eleven characters, though more bytes'],
    ['password1234', 'a common word with digits'],
    ['P4ssw0rd2024!', 'a common word in look-alikes'],
    ['Contraseña2024', 'with its accent'],
    ['contrasena.2025', 'without it'],
    ['qwertyuiop123', 'a keyboard row'],
    ['Bienvenidos-2026', 'a greeting'],
    ['password-password', 'twice the same'],
    ['adminadmin2024', 'two words in one'],
    ['123456789012', 'counting'],
    ['abcdefghijklm', 'the alphabet'],
    ['98765432109876', 'counting down, around the end'],
    ['aaaaaaaaaaaaaa', 'one key'],
    ['abababababababab', 'two keys'],
    ['4821-0937-5521', 'digits and signs only'],
    ['Lucia.Fernandez#1', 'the name of the address'],
    ['xx-MINISTERIO-99x', 'its domain'],
    [`${'x1y2z3'.repeat(200)}`, 'more than anybody types'],
  ])('%s (%s)', (password) => {
    expect(faults(password)).not.toEqual([]);
  });
});

describe('accepted', () => {
  test.each([
    'tortuga violeta 47 balcones',
    'el perro de mi vecina toca el piano',
    'Zq8!mV2#rT6p',
    'áéíóú mañana quizá',
    'correct staple horse battery',
    '私の犬はピアノを弾きますよね',
  ])('%s', (password) => {
    expect(faults(password)).toEqual([]);
  });
});

test('every reason is given at once, with the field', () => {
  const weak = () => ensureAcceptablePassword('111111111111', email);
  expect(weak).toThrow(WeakPasswordError);
  try {
    weak();
  } catch (error) {
    expect((error as WeakPasswordError).issues.length).toBeGreaterThanOrEqual(3);
    expect((error as WeakPasswordError).issues[0]!.path).toBe('body/password');
  }
});

test('a person without an address can still choose', () => {
  expect(passwordFaults('tortuga violeta 47 balcones', '')).toEqual([]);
});

test('whatever is typed, the rules answer, and nothing under twelve characters passes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ maxLength: 40 }), (password, address) => {
      const found = passwordFaults(password, address);
      if ([...password].length < 12) expect(found).toHaveLength(1);
    }),
  );
});

test('what contains the address never passes', () => {
  const local = fc.stringMatching(/^[a-z]{4,20}$/);
  fc.assert(
    fc.property(local, fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (name, before, after) => {
      expect(
        passwordFaults(`${before}${name.toUpperCase()}${after}`.padEnd(12, '~'), `${name}@x.example.org`),
      ).not.toEqual([]);
    }),
  );
});
