import { SSF } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatGeneral } from './format-locale.ts';
import { compileNumberFormat } from './number-format.ts';

describe('compileNumberFormat', () => {
  it.each([
    ['#,##0.00', 1234567.891, '1,234,567.89', '1.234.567,89'],
    ['0%', 0.256, '26%', '26%'],
    ['0.00%', 0.125, '12.50%', '12,50%'],
    ['#,##0 "€"', 2500, '2,500 €', '2.500 €'],
    ['[$€-C0A] #,##0.00', 1.5, '€ 1.50', '€ 1,50'],
    ['#,##0.00;(#,##0.00)', -12.3, '(12.30)', '(12,30)'],
    ['0.00;-0.00;"cero"', 0, 'cero', 'cero'],
    ['#,##0,', 1234567, '1,235', '1.235'],
    ['0.0,,"M"', 2_500_000, '2.5M', '2,5M'],
    ['000-00-0000', 123456789, '123-45-6789', '123-45-6789'],
    ['0.00E+00', 12345, '1.23E+04', '1,23E+04'],
    ['dd/mm/yyyy', 45363, '12/03/2024', '12/03/2024'],
    ['d" de "mmmm" de "yyyy', 45363, '12 de March de 2024', '12 de marzo de 2024'],
    ['ddd d-mmm-yy', 45363, 'Tue 12-Mar-24', 'mar 12-mar-24'],
    ['h:mm AM/PM', 0.75, '6:00 PM', '6:00 PM'],
    ['[h]:mm', 1.5, '36:00', '36:00'],
    ['mm:ss.0', 0.000717592592, '01:02.0', '01:02,0'],
    ['# ?/?', 1.5, '1 1/2', '1 1/2'],
    ['[>=1000]#,##0;0.0', 5, '5.0', '5,0'],
    ['@', 12.5, '12.5', '12,5'],
    ['0.00', 1.005, '1.01', '1,01'],
  ])('%s shows %d as %s, in Spanish as %s', (format, value, english, spanish) => {
    expect(compileNumberFormat(format, 'en')(value)).toBe(english);
    expect(compileNumberFormat(format, 'es')(value)).toBe(spanish);
  });

  it('agrees with SheetJS on numbers and dates', () => {
    const formats = [
      '0',
      '0.00',
      '#,##0',
      '#,##0.00',
      '0%',
      '0.0%',
      '000',
      'yyyy-mm-dd',
      'd/m/yy',
      'h:mm:ss',
      'dd/mm/yyyy hh:mm',
      '[h]:mm:ss',
      '0.00;(0.00)',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.integer({ min: 0, max: 2_900_000_00 }), (format, hundredths) => {
        // Quarters of a day and of a unit: exact in binary, so that rounding of halves is not what is compared.
        const value = Math.floor(hundredths / 100) + (hundredths % 4) / 4;
        if (format.includes('y') && value < 61) return;
        expect(compileNumberFormat(format, 'en')(value)).toBe(SSF.format(format, value).trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws and always gives a string, whatever the format', () => {
    const pieces = fc.constantFrom(
      '0',
      '#',
      '?',
      '.',
      ',',
      '%',
      'E+',
      'y',
      'm',
      'd',
      'h',
      's',
      '[h]',
      '[',
      ']',
      '"',
      '\\',
      ';',
      '@',
      '_',
      '*',
      '/',
      ' ',
      'General',
      'AM/PM',
      '[>5]',
      '[$€-1]',
      '.000',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.double(), (parts, value) => {
        expect(typeof compileNumberFormat(parts.join(''), 'es')(value)).toBe('string');
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('formatGeneral', () => {
  it.each([
    [0.1 + 0.2, '0.3'],
    [123456789012345, '123456789012345'],
    [1234567890123456, '1.23457E+15'],
    [-1.5, '-1.5'],
    [1e-10, '1E-10'],
  ])('%d is %s', (value, text) => {
    expect(formatGeneral(value, 'en')).toBe(text);
  });
});
