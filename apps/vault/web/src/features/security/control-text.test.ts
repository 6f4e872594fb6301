import { expect, test } from 'vitest';
import { byArea } from './control-text.ts';
import type { Control } from './security-queries.ts';

const control = (id: string): Control => ({ id, state: 'ok', facts: {}, since: null, checkedAt: null });

test('controls stand together by area, in the order of the list, and none is lost', () => {
  const areas = byArea(['keys.root', 'audit.log', 'keys.spaces'].map(control));
  expect(areas.map(([area, controls]) => [area, controls.map(({ id }) => id)])).toEqual([
    ['keys', ['keys.root', 'keys.spaces']],
    ['audit', ['audit.log']],
  ]);
});
