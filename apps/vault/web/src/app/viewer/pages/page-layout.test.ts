import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorAt, fitWidth, layoutPages, pageAt, pageGap, pagesInView, topOf } from './page-layout.ts';

const sizes = Array.from({ length: 1_000 }, (_, index) => ({ part: index + 1, width: 600, height: 800 }));

describe('pages', () => {
  test('stand one below the other', () => {
    const layout = layoutPages(sizes.slice(0, 2), 0.5, 0);
    expect(layout).toEqual({
      boxes: [
        { part: 1, top: 12, width: 300, height: 400 },
        { part: 2, top: 424, width: 300, height: 400 },
      ],
      height: 836,
      width: 300,
    });
  });

  test('lie on their side after a quarter turn', () => {
    expect(layoutPages(sizes.slice(0, 1), 1, 1).boxes[0]).toMatchObject({ width: 800, height: 600 });
    expect(layoutPages(sizes.slice(0, 1), 1, 2).boxes[0]).toMatchObject({ width: 600, height: 800 });
  });

  test('only those on screen and their neighbours are drawn', () => {
    const layout = layoutPages(sizes, 1, 0);
    const top = layout.boxes[799]!.top;
    expect(pagesInView(layout, top, 700).map(({ part }) => part)).toEqual([799, 800, 801]);
    expect(pagesInView(layout, 0, 700).map(({ part }) => part)).toEqual([1, 2]);
    expect(pagesInView(layout, layout.height, 700).map(({ part }) => part)).toEqual([999, 1000]);
  });

  test('most pages fill the view, whatever plan is folded out among them', () => {
    const scale = fitWidth([...sizes.slice(0, 3), { part: 4, width: 1_200, height: 800 }], 0, 624);
    expect(scale * 600).toBe(624 - 2 * pageGap);
    expect(fitWidth([], 0, 624)).toBeLessThanOrEqual(6);
  });
});

const anySizes = fc.array(
  fc.record({
    part: fc.nat(),
    width: fc.integer({ min: 10, max: 2_000 }),
    height: fc.integer({ min: 10, max: 2_000 }),
  }),
  { minLength: 1, maxLength: 50 },
);

test('the page at a height is the one that covers it', () => {
  fc.assert(
    fc.property(anySizes, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const layout = layoutPages(given, 1, 0);
      const y = share * layout.height;
      const slow = layout.boxes.findIndex(({ top, height }) => y < top + height + pageGap);
      expect(pageAt(layout, y)).toBe(slow === -1 ? layout.boxes.length - 1 : slow);
    }),
  );
});

test('a reader stays at the place when the scale changes and changes back', () => {
  fc.assert(
    fc.property(
      anySizes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      (given, share, scale) => {
        const before = layoutPages(given, 1, 0);
        const after = layoutPages(given, scale, 0);
        const y = share * before.height;
        const anchor = anchorAt(before, y);
        expect(anchorAt(after, topOf(after, anchor)).index).toBeGreaterThanOrEqual(anchor.index - 1);
        expect(Math.abs(topOf(before, anchor) - y)).toBeLessThan(1e-6);
      },
    ),
  );
});
