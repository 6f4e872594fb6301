import { expect, test } from 'vitest';
import { createRefusals, type Refusal } from './refusals.ts';

const web = { protocol: 'tcp', addressClass: 'public' } as const;
const names = { protocol: 'dns', addressClass: 'name' } as const;

test('the first of each kind is told at once, the rest once a window with their number', () => {
  let now = 0;
  const told: Refusal[] = [];
  const refusals = createRefusals(() => now, 1_000);
  refusals.onRefused((refusal) => told.push(refusal));
  for (let i = 0; i < 500; i++) refusals.add(web);
  refusals.add(names);
  expect(told).toEqual([
    { ...web, attempts: 1 },
    { ...names, attempts: 1 },
  ]);
  now = 1_000;
  refusals.add(web);
  expect(told.slice(2)).toEqual([{ ...web, attempts: 500 }]);
});

test('what was refused before anybody listened is told to the first who does', () => {
  const refusals = createRefusals(() => 0);
  refusals.add(web);
  refusals.add(web);
  const told: Refusal[] = [];
  refusals.onRefused((refusal) => told.push(refusal));
  expect(told).toEqual([{ ...web, attempts: 2 }]);
});
