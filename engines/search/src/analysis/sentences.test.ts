import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxSentenceLength, sentencesOf } from './sentences.ts';

const cut = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('abbreviations, numbers and initials do not end a sentence', () => {
  test.each([
    'El Sr. Pérez y la Dra. Gómez firmaron según el art. 5 de la Ley.',
    'Véase la pág. 12, núm. 3, y el exp. 2024/17 del Ministerio.',
    'El importe es de 1.250.000,00 euros según la cláusula 3.2 del pliego.',
    'Los EE.UU. exportaron a J. R. Martínez de la U.E. en 1998.',
    'El monto total asciende a Bs. 1.250.000,00 con IVA.',
    'Mr. Smith met George W. Bush at 3 p.m. in St. Louis.',
    'La empresa Construcciones Ejemplo S.A. presentó la oferta.',
    '1. El contratista entregará la obra.',
    'Se aplicará lo dispuesto (p. ej. las multas) sin más trámite.',
    'El plazo... no se prorroga.',
  ])('%s', (text) => {
    expect(cut(text)).toEqual([text]);
  });
});

describe('sentences end where they end', () => {
  test.each([
    ['Se firmó ayer. El plazo corre.', ['Se firmó ayer.', 'El plazo corre.']],
    ['¿Cuál es el plazo? Son 30 días. ¡Atención!', ['¿Cuál es el plazo?', 'Son 30 días.', '¡Atención!']],
    ['La adjudicó a Ejemplo S.A. El importe fue menor.', ['La adjudicó a Ejemplo S.A.', 'El importe fue menor.']],
    [
      'Incluye mano de obra, materiales, etc. Los costos suben.',
      ['Incluye mano de obra, materiales, etc.', 'Los costos suben.'],
    ],
    ['Dijo «ya está». Después salió.', ['Dijo «ya está».', 'Después salió.']],
    ['It ended in 1998. 20 people came.', ['It ended in 1998.', '20 people came.']],
    ['Título sin punto\n\nEl texto empieza aquí.', ['Título sin punto', 'El texto empieza aquí.']],
    [
      'Concepto: Cemento | Precio: 20\nConcepto: Arena | Precio: 10',
      ['Concepto: Cemento | Precio: 20', 'Concepto: Arena | Precio: 10'],
    ],
  ])('%s', (text, sentences) => {
    expect(cut(text)).toEqual(sentences);
  });
});

test('lines wrapped by hand stay in their sentence', () => {
  const text =
    'El contratista deberá presentar la garantía de fiel cumplimiento\ndentro de los diez días hábiles siguientes.';
  expect(cut(text)).toEqual([text]);
});

test('any text: only white space lies outside the ranges, which follow each other', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'Sr.',
      ' ',
      '\n',
      'El',
      'a',
      '.',
      '?',
      '!',
      '1.',
      'S.A.',
      '"',
      '水。',
      '\ud83d\ude00',
      ' | ',
      '-',
      'ñ',
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        let at = 0;
        for (const { start, end } of sentencesOf(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(maxSentenceLength);
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      },
    ),
    { numRuns: 1500 },
  );
});

// So long that work which grows with the square of the length would not end within the test's time.
test('a text without any end is cut, in linear time', () => {
  expect(sentencesOf('palabra '.repeat(100_000)).length).toBeGreaterThan(500);
  expect(sentencesOf('x'.repeat(1_500_000)).length).toBe(1_500);
});

test('company forms and initials of two letters end nothing', () => {
  const texts = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));
  expect(texts('La oferta de Hormigones, S. A. se rechazó. Nada más.')).toEqual([
    'La oferta de Hormigones, S. A. se rechazó.',
    'Nada más.',
  ]);
  expect(texts('Firma Puentes, S. A. La obra empieza.')).toEqual(['Firma Puentes, S. A.', 'La obra empieza.']);
});

test('a row is one sentence: bars between cells, or columns set apart by spaces', () => {
  const texts = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));
  expect(texts('Nombre: Ruiz, S. A. | Nota: Se paga. El resto no. | Total: 3\nNombre: Sol')).toEqual([
    'Nombre: Ruiz, S. A. | Nota: Se paga. El resto no. | Total: 3',
    'Nombre: Sol',
  ]);
  const row = 'Puentes y Caminos del Norte, S. A.        4.862.350,00 €       87,4';
  expect(
    texts(`Licitador                                 Oferta               Puntos\n${row}\nAlta, S. L.   1 €   2`),
  ).toHaveLength(3);
});
