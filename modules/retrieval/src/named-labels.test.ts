import { expect, test } from 'vitest';
import { isNamedLabel } from './named-labels.ts';

const label = {
  portionMark: '(DL//OBRA//REL NORTE, SUR)',
  text: 'DIFUSIÓN LIMITADA//OBRA//REL NORTE, SUR',
  textEn: 'RESTRICTED//WORKS//REL NORTH, SOUTH',
};

test.each([
  '(DL//OBRA//REL NORTE, SUR)',
  'dl//obra//rel norte,sur',
  'Difusion limitada//Obra//REL Norte, Sur',
  'restricted//works//rel north, south',
])('%s is what it is called', (name) => {
  expect(isNamedLabel(label, ['otra', name])).toBe(true);
});

test.each(['DL', 'OBRA', 'DL//OBRA', '', '()'])('%s is another one', (name) => {
  expect(isNamedLabel(label, [name])).toBe(false);
});
