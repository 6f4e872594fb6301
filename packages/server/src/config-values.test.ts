import { expect, test } from 'vitest';
import { ConfigError, list, oneOf, wholeNumber } from './config-values.ts';

test('numbers within their bounds, and a message that names the setting for others', () => {
  expect(wholeNumber({}, 'PORT', 7, 0, 9)).toBe(7);
  expect(wholeNumber({ PORT: '' }, 'PORT', 7, 0, 9)).toBe(7);
  expect(wholeNumber({ PORT: '9' }, 'PORT', 7, 0, 9)).toBe(9);
  for (const text of ['10', '-1', '1.5', 'abc', '1e9'])
    expect(() => wholeNumber({ PORT: text }, 'PORT', 7, 0, 9)).toThrow(/PORT is .* from 0 to 9/);
});

test('lists without blanks', () => {
  expect(list(' a, ,b ', ',')).toEqual(['a', 'b']);
  expect(list(undefined, ',')).toEqual([]);
});

test('one of a few words', () => {
  expect(oneOf({}, 'MODE', 'one', ['one', 'two'])).toBe('one');
  expect(oneOf({ MODE: 'two' }, 'MODE', 'one', ['one', 'two'])).toBe('two');
  expect(() => oneOf({ MODE: 'Two' }, 'MODE', 'one', ['one', 'two'])).toThrow(ConfigError);
});
