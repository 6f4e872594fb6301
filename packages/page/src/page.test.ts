import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findMissingClasses, findWordFaults } from './testing.ts';

const source = resolve(import.meta.dirname);

test('every word is there in Spanish and in English, none is empty, and no key is named that nobody says', () => {
  const { folders, ...faults } = findWordFaults(source, 'page');
  expect(folders).toBeGreaterThan(1);
  expect(faults).toEqual({ untranslated: [], badlySaid: [], missing: [] });
});

test('every class that a component names is in its style sheet', () => {
  const { missing, named } = findMissingClasses(source);
  expect(named).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
