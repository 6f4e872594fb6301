import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snippetOf } from './snippet.ts';

const filler = 'palabras que no dicen nada de lo que se busca '.repeat(20);

describe('a snippet', () => {
  test('is the whole text when it is short', () => {
    expect(snippetOf('El plazo es de 210 días.', [{ start: 3, end: 8 }])).toEqual({
      text: 'El plazo es de 210 días.',
      marks: [{ start: 3, end: 8 }],
    });
  });

  test('is where most marks stand, with words whole', () => {
    const text = `${filler}El plazo de ejecución del contrato. ${filler}`;
    const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
    const marks = [{ start: 0, end: 8 }, at('plazo'), at('ejecución'), at('contrato')];
    const snippet = snippetOf(text, marks);
    expect(snippet.text).toContain('El plazo de ejecución del contrato.');
    expect(snippet.text).toMatch(/^… \S.*\S …$/);
    expect(snippet.marks.map(({ start, end }) => snippet.text.slice(start, end))).toEqual([
      'plazo',
      'ejecución',
      'contrato',
    ]);
  });

  test('marks the same letters as before, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 2_000, unit: fc.constantFrom(...'ab cdé \n') }),
        fc.array(fc.nat(1_999), { maxLength: 12 }),
        fc.integer({ min: 60, max: 400 }),
        (text, starts, maxLength) => {
          const marks = [...new Set(starts.filter((start) => start + 3 <= text.length))]
            .sort((a, b) => a - b)
            .filter((start, i, all) => i === 0 || start >= all[i - 1]! + 3)
            .map((start) => ({ start, end: start + 3 }));
          const snippet = snippetOf(text, marks, maxLength);
          expect(snippet.text.length).toBeLessThanOrEqual(Math.max(text.length, maxLength + 4));
          const letters = new Set(marks.map(({ start, end }) => text.slice(start, end)));
          for (const { start, end } of snippet.marks) expect(letters).toContain(snippet.text.slice(start, end));
        },
      ),
    );
  });
});
