import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparableName, domainOf, nameKeyOf, protectionKeys } from './customer-keys.ts';

it('knows one company under its spellings', () => {
  for (const name of ['Hospital Clínico, C.A.', 'HOSPITAL CLINICO', 'hospital  clínico c.a', 'Hospital-Clínico CA'])
    expect(comparableName(name)).toBe('hospital clinico');
  expect(comparableName('Energía & Minas S.A. de C.V.')).toBe('energia y minas');
  expect(comparableName('Casa')).toBe('casa');
  expect(comparableName('医院')).toBe('医院');
});

it('takes the postcode into the key', () => {
  const at = (postcode: string | null) => nameKeyOf({ name: 'Clínica Sol', postcode, country: 've' });
  expect(at('10-10')).toBe(at('1010'));
  expect(at('1010')).not.toBe(at('1020'));
  expect(at(null)).toBe('ve clinica sol');
});

it('finds the domain in what people write', () => {
  for (const address of [
    'https://www.Hospital.example/es?x=1',
    'info@hospital.example',
    'hospital.example.',
    'hospital.example:443',
  ])
    expect(domainOf(address)).toBe('hospital.example');
  for (const address of ['', 'hospital', 'un hospital', 'http://']) expect(domainOf(address)).toBeNull();
});

it('makes keys in one order, and the same for the same customer', () => {
  const keys = { taxIdFingerprint: Buffer.from('aa', 'hex'), domain: 'a.example', nameKey: 've a', customerId: null };
  expect(protectionKeys(keys)).toEqual(['domain a.example', 'name ve a', 'tax aa']);
});

it('does not mind case, hyphens or points', () => {
  const word = fc.stringMatching(/^[b-z]{3,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      expect(comparableName(words.map((one) => one.toUpperCase()).join('-'))).toBe(
        comparableName(`${words.join(' . ')}.`),
      );
    }),
  );
});
