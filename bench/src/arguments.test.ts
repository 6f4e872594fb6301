import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test('reads a name, data, json and other flags in any order', () => {
  expect(readArguments(['--json', 'scale', '--passages', '1000', '--data', 'x'])).toEqual({
    name: 'scale',
    data: 'x',
    json: true,
    flags: { passages: '1000' },
  });
});

test('refuses a flag without a value and a second name', () => {
  expect(() => readArguments(['scale', '--passages'])).toThrow('--passages needs a value');
  expect(() => readArguments(['scale', '--data', '--json'])).toThrow('--data needs a value');
  expect(() => readArguments(['scale', 'ir'])).toThrow('one bench at a time');
});
