import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastOf, readableInk } from './readable-ink.ts';

test('the ink on a level’s colour can be read, whatever colour an officer chooses', () => {
  const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'));
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), (channels) => {
      const colour = `#${channels.join('')}`;
      expect(contrastOf(readableInk(colour), colour)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('contrast is that of the guidelines', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#2f6f4f', '#ffffff')).toBeGreaterThan(4.5);
  expect(readableInk('#ffe600')).toBe('#000000');
});
