import { expect, test } from 'vitest';
import { passwordFaults, passwordStrength } from './password-strength.ts';

const email = 'ana.ruiz@ejemplo.example.org';

test('says what is missing', () => {
  expect(passwordFaults('tortuga 47', email)).toEqual(['short']);
  expect(passwordFaults('918273645546', email)).toEqual(['only_digits']);
  expect(passwordFaults('abababababab', email)).toEqual(['few_characters']);
  expect(passwordFaults('soy ana.ruiz de siempre', email)).toEqual(['address']);
  expect(passwordFaults('tortuga violeta 47 balcones', email)).toEqual([]);
  // Characters are counted as people see them, as the server does.
  expect(passwordFaults('🐢🎈🏠🌧️abcdefg', email)).toEqual([]);
});

test('an address that is not written yet forbids nothing', () => {
  expect(passwordFaults('tortuga violeta 47 balcones', '')).toEqual([]);
});

test('longer and more varied is stronger, runs and repeats are not', () => {
  expect(passwordStrength('', email)).toBe(0);
  expect(passwordStrength('tortuga', email)).toBe(1);
  expect(passwordStrength('abcdefghijklmnop', email)).toBe(2);
  expect(passwordStrength('balcones rojos', email)).toBeLessThan(
    passwordStrength('tortuga violeta 47 balcones', email),
  );
  expect(passwordStrength('tortuga violeta 47 balcones', email)).toBe(4);
  expect(passwordStrength('tortugaaaaaaaaaaaaaaaaa', email)).toBe(2);
});
