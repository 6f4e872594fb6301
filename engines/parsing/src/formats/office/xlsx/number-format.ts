import { formatDate } from './format-date.ts';
import { formatNumber } from './format-digits.ts';
import { type FormatLocale, formatGeneral } from './format-locale.ts';
import { type FormatSection, parseNumberFormat } from './number-format-tokens.ts';

export type NumberFormatter = {
  /** The text that the cell shows. `date` is true when it was shown as a date or time. */
  (value: number): string;
  isDate: boolean;
};

/**
 * Compiles a number format once; the result formats a cell in about a microsecond. What a format cannot show (a date
 * before 1900) comes out as the plain number, never as Excel's `####`.
 */
export function compileNumberFormat(format: string, locale: FormatLocale, date1904 = false): NumberFormatter {
  const sections = parseNumberFormat(format);
  const isDate = sections[0]!.isDate;
  const formatter = (value: number): string => {
    const { section, magnitude, sign } = sectionFor(sections, value);
    if (section.isDate) {
      const text = formatDate(section.tokens, value, locale, date1904);
      return text ?? formatGeneral(value, locale);
    }
    return (sign + formatNumber(section.tokens, magnitude, locale)).trim();
  };
  return Object.assign(formatter, { isDate });
}

/** Which section shows the value, and the value it gets: sections of their own for negatives show them without the sign. */
function sectionFor(
  sections: readonly FormatSection[],
  value: number,
): { section: FormatSection; magnitude: number; sign: string } {
  const conditional = sections.some((section) => section.condition !== null);
  if (conditional) {
    const section = sections.find((each) => each.condition === null || holds(each.condition, value)) ?? sections[0]!;
    const sign = value < 0 && section.condition === null ? '-' : '';
    return { section, magnitude: Math.abs(value), sign };
  }
  const numeric = sections.length > 3 ? sections.slice(0, 3) : sections;
  if (value < 0 && numeric.length > 1) return { section: numeric[1]!, magnitude: -value, sign: '' };
  if (value === 0 && numeric.length > 2) return { section: numeric[2]!, magnitude: 0, sign: '' };
  return { section: numeric[0]!, magnitude: Math.abs(value), sign: value < 0 ? '-' : '' };
}

function holds(condition: NonNullable<FormatSection['condition']>, value: number): boolean {
  switch (condition.operator) {
    case '<':
      return value < condition.value;
    case '<=':
      return value <= condition.value;
    case '>':
      return value > condition.value;
    case '>=':
      return value >= condition.value;
    case '=':
      return value === condition.value;
    case '<>':
      return value !== condition.value;
  }
}
