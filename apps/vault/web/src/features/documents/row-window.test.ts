import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementOf, emptyWindow, moveWindow, topToShow } from './row-window.ts';

const elementsOf = (window: ReturnType<typeof moveWindow>) =>
  Array.from({ length: window.last - window.first }, (_, at) => elementOf(window.first + at, window));

test('wherever one scrolls, what is on screen is drawn, each row by an element of its own', () => {
  const anyList = fc.record({ count: fc.nat(500), shown: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(anyList, fc.array(fc.nat(500), { maxLength: 8 }), ({ count, shown }, places) => {
      let window = emptyWindow;
      for (const place of places) {
        const firstShown = Math.min(place, Math.max(0, count - shown));
        window = moveWindow(window, firstShown, shown, count);
        expect(window.first).toBeLessThanOrEqual(firstShown);
        expect(window.last).toBeGreaterThanOrEqual(Math.min(count, firstShown + shown));
        expect(new Set(elementsOf(window)).size).toBe(window.last - window.first);
      }
    }),
  );
});

test('a row that stays keeps its element; after a jump the elements are in the order of before', () => {
  const begun = moveWindow(emptyWindow, 0, 20, 100_000);
  const scrolled = moveWindow(begun, 7, 20, 100_000);
  expect(elementOf(15, scrolled)).toBe(elementOf(15, begun));
  const far = moveWindow(scrolled, 99_000, 20, 100_000);
  expect(elementsOf(far)).toEqual(elementsOf(scrolled));
  expect(elementsOf(moveWindow(far, 0, 20, 100_000))).toEqual(elementsOf(far));
});

test('a list that became shorter is drawn to its end', () => {
  const window = moveWindow(moveWindow(emptyWindow, 900, 20, 1_000), 900, 20, 30);
  expect([window.first, window.last]).toEqual([8, 30]);
});

test('scrolls no further than it takes', () => {
  const view = { top: 400, height: 434 };
  expect(topToShow(12, view, 40, 34)).toBe(400);
  expect(topToShow(9, view, 40, 34)).toBe(360);
  expect(topToShow(20, view, 40, 34)).toBe(440);
});
