import { resolve } from 'node:path';
import { findMissingClasses, findWordFaults } from '@nexus/page/testing';
import { expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '..');

test('every word is there in Spanish and in English, none is empty, and no key is named that nobody says', () => {
  const { folders, ...faults } = findWordFaults(source, 'app');
  expect(folders).toBeGreaterThan(3);
  expect(faults).toEqual({ untranslated: [], badlySaid: [], missing: [] });
});

test('every class that a component names is in its style sheet', () => {
  const { missing, named } = findMissingClasses(source);
  expect(named).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});
