import { expect, test } from 'vitest';
import {
  chooseAll,
  chooseNone,
  countOf,
  extendTo,
  idsOf,
  isChosen,
  move,
  nothingSelected,
  type Order,
  type Selection,
  toggle,
} from './selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const orderOf = (of: readonly string[]): Order => ({
  length: of.length,
  idAt: (at) => of[at]!,
  indexOf: (id) => of.indexOf(id),
});
const order = orderOf(ids);
const chosenIn = ({ chosen }: Selection) => [...idsOf(chosen)].sort();

test('a document is chosen and let go again', () => {
  const one = toggle(nothingSelected, 'b');
  expect(chosenIn(one)).toEqual(['b']);
  expect(chosenIn(toggle(one, 'b'))).toEqual([]);
});

test('a range goes from the anchor in both directions and keeps what was chosen', () => {
  const begun = toggle(toggle(nothingSelected, 'e'), 'c');
  expect(chosenIn(extendTo(begun, 'a', order))).toEqual(['a', 'b', 'c', 'e']);
  expect(chosenIn(extendTo(begun, 'd', order))).toEqual(['c', 'd', 'e']);
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
  expect(chosenIn(selection)).toEqual(['a', 'b', 'c']);
  expect(selection.active).toBe('c');
});

test('a document that went away since does not break a range', () => {
  const gone = { ...toggle(nothingSelected, 'z'), active: 'z', anchor: 'z' };
  expect(chosenIn(extendTo(gone, 'b', order))).toEqual(['b', 'z']);
  expect(chosenIn(chooseAll(gone, order))).toEqual(ids);
});

test('of everything some are let go again and taken back', () => {
  const all = chooseAll(nothingSelected, order);
  expect(countOf(all.chosen)).toBe(5);
  const but = toggle(toggle(all, 'b'), 'd');
  expect(chosenIn(but)).toEqual(['a', 'c', 'e']);
  expect(countOf(but.chosen)).toBe(3);
  expect([isChosen(but.chosen, 'b'), isChosen(but.chosen, 'c')]).toEqual([false, true]);
  expect(chosenIn(toggle(but, 'b'))).toEqual(['a', 'b', 'c', 'e']);
  expect(chosenIn(extendTo(but, 'b', order))).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(chosenIn(chooseNone(but))).toEqual([]);
});

test('everything is what was listed when it was chosen, not what came since', () => {
  const all = chooseAll(nothingSelected, order);
  expect(isChosen(all.chosen, 'new')).toBe(false);
  const more = toggle(toggle(all, 'a'), 'new');
  expect(chosenIn(more)).toEqual(['b', 'c', 'd', 'e', 'new']);
  expect(chosenIn(toggle(more, 'new'))).toEqual(['b', 'c', 'd', 'e']);
});
