import { expect, test } from 'vitest';
import { chooseAll, extendTo, move, nothingSelected, type Order, toggle } from './selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const order: Order = { length: ids.length, idAt: (at) => ids[at]!, indexOf: (id) => ids.indexOf(id) };

test('a document is chosen and let go again', () => {
  const one = toggle(nothingSelected, 'b');
  expect([...one.chosen]).toEqual(['b']);
  expect([...toggle(one, 'b').chosen]).toEqual([]);
});

test('a range goes from the anchor in both directions and keeps what was chosen', () => {
  const begun = toggle(toggle(nothingSelected, 'e'), 'c');
  expect([...extendTo(begun, 'a', order).chosen].sort()).toEqual(['a', 'b', 'c', 'e']);
  expect([...extendTo(begun, 'd', order).chosen].sort()).toEqual(['c', 'd', 'e']);
});

test('the keyboard moves, stops at the ends and starts from the end it comes from', () => {
  const down = move(nothingSelected, 1, order, false);
  expect(down.active).toBe('a');
  expect(move(down, -1, order, false).active).toBe('a');
  expect(move(down, Number.POSITIVE_INFINITY, order, false).active).toBe('e');
  expect(move(nothingSelected, -1, order, false).active).toBe('e');
  expect(move(nothingSelected, 1, { ...order, length: 0 }, false)).toEqual(nothingSelected);
});

test('moving with Shift chooses on the way, forth and back', () => {
  let selection = move(nothingSelected, 1, order, false);
  selection = move(selection, 1, order, true);
  selection = move(selection, 1, order, true);
  expect([...selection.chosen]).toEqual(['a', 'b', 'c']);
  expect(selection.active).toBe('c');
});

test('a document that went away since does not break a range', () => {
  const gone = { chosen: new Set(['z']), active: 'z', anchor: 'z' };
  expect([...extendTo(gone, 'b', order).chosen].sort()).toEqual(['b', 'z']);
  expect(chooseAll(gone, order).chosen).toEqual(new Set(ids));
});
