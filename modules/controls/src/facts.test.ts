import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentFreeFacts } from './facts.ts';

test('numbers, booleans and codes are kept, in one order', () => {
  const facts = contentFreeFacts({ tables: 31, fsync: 'on', isOpen: false, at: '127.0.0.1:7340' });
  expect(JSON.stringify(facts)).toBe('{"at":"127.0.0.1:7340","fsync":"on","isOpen":false,"tables":31}');
});

test('what could be content is refused by name', () => {
  expect(() => contentFreeFacts({ name: '«Expediente 12»: fianza' })).toThrow('name');
  expect(() => contentFreeFacts({ long: 'x'.repeat(121) })).toThrow('long');
  expect(() => contentFreeFacts({ count: Number.NaN })).toThrow('count');
  expect(() => contentFreeFacts({ 'Not a key': 1 })).toThrow('Not a key');
  expect(() => contentFreeFacts(Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`k${n}`, n])))).toThrow('40');
});

test('the order of keys never matters', () => {
  const facts = fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9]{0,9}$/), fc.integer(), { maxKeys: 20 });
  fc.assert(
    fc.property(facts, (given) => {
      const turned = Object.fromEntries(Object.entries(given).reverse());
      expect(JSON.stringify(contentFreeFacts(turned))).toBe(JSON.stringify(contentFreeFacts(given)));
    }),
  );
});
