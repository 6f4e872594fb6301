import { expect, test } from 'vitest';
import { clientFamily } from './session-binding.ts';

const chrome = (version: string, system: string) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;

test('a browser that updates itself stays the same, another one or another system does not', () => {
  const windows = 'Windows NT 10.0; Win64; x64';
  expect(clientFamily(chrome('140.0.0.0', windows))).toBe('Chrome Windows');
  expect(clientFamily(chrome('141.0.7390.54', windows))).toBe('Chrome Windows');
  expect(clientFamily(chrome('141.0.0.0', 'X11; Linux x86_64'))).toBe('Chrome Linux');
  expect(clientFamily(`${chrome('141.0.0.0', windows)} Edg/141.0`)).toBe('Edg Windows');
  expect(clientFamily('Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0')).toBe('Firefox Linux');
  expect(
    clientFamily('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/1 Safari/604.1'),
  ).toBe('Safari iPhone');
});

test('programs are told by their first word, and none is a word too', () => {
  expect(clientFamily('curl/8.9.1')).toBe('curl');
  expect(clientFamily('node')).toBe('node');
  expect(clientFamily('')).toBe('');
  expect(clientFamily('/x')).toBe('');
});
