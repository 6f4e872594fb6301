import { expect, test } from 'vitest';
import type { UsableLabels } from './labels.queries.ts';
import { sumOf } from './shown-labels.ts';

const level = (id: string, rank: number, text: string, colour: string) => ({
  id,
  rank,
  text: { es: text, en: `${text} EN` },
  mark: text[0]!,
  colour,
});
const part = (id: string, text: string, mark: string) => ({ id, text: { es: text, en: text }, mark });
const view = (id: string, rank: number, text: string, levelId: string, compartmentIds: string[] = []) => {
  const parts = { levelId, compartmentIds, groupIds: null };
  return { id, rank, text, textEn: text, portionMark: '', colour: '#111111', ...parts };
};
const [internal, legal, staff] = [
  view('1', 0, 'INTERNO', 'low'),
  view('2', 1, 'CONFIDENCIAL//JURÍDICO', 'high', ['legal']),
  view('3', 1, 'CONFIDENCIAL//PERSONAL', 'high', ['staff']),
];
const usable: UsableLabels = {
  set: { code: 'corporate', version: 1 },
  clearance: null,
  levels: [level('low', 0, 'Interno', '#00aa00'), level('high', 1, 'Confidencial', '#0000aa')],
  compartments: [part('legal', 'Jurídico', 'JUR'), part('staff', 'Personal', 'PER')],
  groups: [],
  rules: [],
  labels: [internal, legal, staff],
};

test('the banner is that of the one label on screen, or the sum of all', () => {
  expect(sumOf([], usable)).toBeNull();
  expect(sumOf([legal], undefined)).toMatchObject({ text: 'CONFIDENCIAL//JURÍDICO' });
  expect(sumOf([internal, legal], usable)).toMatchObject({ text: 'CONFIDENCIAL//JURÍDICO', colour: '#0000aa' });
  // Neither of the two covers the other.
  expect(sumOf([legal, staff], usable)).toMatchObject({ text: 'CONFIDENCIAL//JURÍDICO/PERSONAL' });
});

test('a label that somebody has just made counts with its level, until the list knows of what it is made', () => {
  expect(sumOf([internal, legal], { ...usable, labels: [internal] })).toMatchObject({ text: 'CONFIDENCIAL//JURÍDICO' });
  expect(sumOf([internal, legal], undefined)).toMatchObject({ text: 'CONFIDENCIAL//JURÍDICO' });
});
