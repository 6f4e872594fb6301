import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut } from './marked-text.tsx';

const range = fc.tuple(fc.nat(40), fc.nat(40)).map(([start, end]) => ({ start, end }));

test('the pieces are the text, and marked exactly where a range covers it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(range, { maxLength: 6 }), (text, marks) => {
      const pieces = cut(text, marks);
      expect(pieces.map(({ part }) => part).join('')).toBe(text);
      for (const { start, part, isMarked } of pieces) {
        for (let at = start; at < start + part.length; at += 1) {
          expect(marks.some((mark) => mark.start <= at && at < mark.end)).toBe(isMarked);
        }
      }
    }),
  );
});
