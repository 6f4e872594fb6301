import { type DateParts, datePartsOf } from './excel-date.ts';
import { type FormatSection, type FormatToken, parseNumberFormat } from './number-format-tokens.ts';

/** Separators and names of the reader's language; a workbook stores none, Excel takes them from the machine. */
export type FormatLocale = 'es' | 'en';

const separators = { es: { decimal: ',', group: '.' }, en: { decimal: '.', group: ',' } } as const;
const months = {
  es: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const;
const weekdays = {
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

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

/** Up to 11 significant characters, as a cell of format General shows them. */
export function formatGeneral(value: number, locale: FormatLocale): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  let text: string;
  if (magnitude !== 0 && (magnitude >= 1e15 || magnitude < 1e-9)) {
    const [digits, exponent] = value.toExponential(5).split('e');
    const power = Number(exponent);
    text = `${digits!.replace(/\.?0+$/, '')}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  } else if (Number.isInteger(value)) text = String(value);
  else text = String(Number(value.toPrecision(magnitude >= 1e11 ? 15 : 11)));
  return locale === 'es' ? text.replace('.', ',') : text;
}

function formatNumber(tokens: readonly FormatToken[], magnitude: number, locale: FormatLocale): string {
  if (tokens.some((token) => token.kind === 'general')) {
    return tokens
      .map((token) => (token.kind === 'general' ? formatGeneral(magnitude, locale) : literalOf(token)))
      .join('');
  }
  if (tokens.some((token) => token.kind === 'text')) {
    return tokens
      .map((token) => (token.kind === 'text' ? formatGeneral(magnitude, locale) : literalOf(token)))
      .join('');
  }
  const firstDigit = tokens.findIndex((token) => token.kind === 'digit');
  if (firstDigit < 0) return tokens.map(literalOf).join('');
  const slash = tokens.findIndex(
    (token, at) => token.kind === 'slash' && at > firstDigit && tokens[at + 1] !== undefined,
  );
  if (slash > 0) return formatFraction(tokens, magnitude, locale, slash);
  return layDigits(tokens, magnitude, locale);
}

function literalOf(token: FormatToken): string {
  if (token.kind === 'literal') return token.text;
  if (token.kind === 'percent') return '%';
  if (token.kind === 'slash') return '/';
  if (token.kind === 'point') return '.';
  return '';
}

function layDigits(tokens: readonly FormatToken[], magnitude: number, locale: FormatLocale): string {
  const { decimal, group } = separators[locale];
  const exponentAt = tokens.findIndex((token) => token.kind === 'exponent');
  const mantissaEnd = exponentAt < 0 ? tokens.length : exponentAt;
  const point = tokens.findIndex((token, at) => token.kind === 'point' && at < mantissaEnd);
  const integerEnd = point < 0 ? mantissaEnd : point;
  const isDigit = (token: FormatToken) => token.kind === 'digit';
  const lastInteger = tokens.slice(0, integerEnd).findLastIndex(isDigit);
  const lastDigit = tokens.slice(0, mantissaEnd).findLastIndex(isDigit);
  // Commas between digits group thousands; commas right after the last one divide by a thousand each.
  const grouped = tokens.some((token, at) => token.kind === 'comma' && at < lastInteger);
  const scaling = tokens.filter(
    (token, at) => token.kind === 'comma' && (at > lastDigit || (at > lastInteger && at < integerEnd)),
  ).length;
  const percents = tokens.filter((token) => token.kind === 'percent').length;
  const decimals = point < 0 ? [] : tokens.slice(point + 1, mantissaEnd).filter((token) => token.kind === 'digit');
  const integers = tokens.slice(0, integerEnd).filter((token) => token.kind === 'digit');
  let value = (magnitude * 100 ** percents) / 1000 ** scaling;
  let power = 0;
  if (exponentAt >= 0 && value > 0) {
    const step = Math.max(1, integers.length);
    power = Math.floor(Math.floor(Math.log10(value)) / step) * step;
    if (integers.length <= 1) power = Number(value.toExponential(Math.min(decimals.length, 20)).split('e')[1]);
    value /= 10 ** power;
  }
  const [whole = '0', fraction = ''] = toFixed(value, Math.min(decimals.length, 20)).split('.');
  const integerText = padInteger(
    whole === '0' && !integers.some((token) => token.symbol !== '#') ? '' : whole,
    integers,
    grouped ? group : '',
  );
  const fractionText = trimFraction(fraction, decimals);
  let out = '';
  let integerDone = false;
  let decimalDone = false;
  tokens.forEach((token, at) => {
    if (token.kind === 'digit' && at < integerEnd) {
      // The whole integer goes where its first placeholder stands; literals between placeholders (phone numbers) keep their place.
      if (!integerDone) out += integerText;
      integerDone = true;
    } else if (token.kind === 'point' && at === point) {
      if (!integerDone) out += integerText;
      integerDone = true;
      out += fractionText === '' && !decimals.some((each) => each.symbol === '0') ? '' : decimal;
    } else if (token.kind === 'digit' && at < mantissaEnd) {
      if (!decimalDone) out += fractionText;
      decimalDone = true;
    } else if (token.kind === 'exponent') {
      const width = tokens.slice(at).filter((each) => each.kind === 'digit').length;
      out += `E${power < 0 ? '-' : token.sign ? '+' : ''}${String(Math.abs(power)).padStart(width, '0')}`;
    } else if (token.kind !== 'digit') out += literalOf(token);
  });
  return out;
}

/** Decimal rounding half up on the shortest decimal form, as Excel does (1.005 with two decimals is 1.01), not on the binary value. */
function toFixed(value: number, decimals: number): string {
  if (value >= 1e21) return BigInt(Math.round(value)).toString();
  const [digits, exponent = '0'] = String(value).split('e');
  if (Number(exponent) !== 0 || (digits!.split('.')[1]?.length ?? 0) <= decimals) return value.toFixed(decimals);
  const rounded = Math.round(Number(`${digits}e${decimals}`));
  return Number.isSafeInteger(rounded) ? Number(`${rounded}e-${decimals}`).toFixed(decimals) : value.toFixed(decimals);
}

function padInteger(digits: string, placeholders: readonly FormatToken[], group: string): string {
  const zeros = placeholders.filter((token) => token.kind === 'digit' && token.symbol === '0').length;
  const padded = digits.padStart(zeros, '0');
  return group === '' ? padded : padded.replace(/\B(?=(\d{3})+$)/g, group);
}

function trimFraction(fraction: string, placeholders: readonly FormatToken[]): string {
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') {
    const placeholder = placeholders[end - 1];
    if (placeholder?.kind === 'digit' && placeholder.symbol === '0') break;
    end -= 1;
  }
  return fraction.slice(0, end);
}

function formatFraction(
  tokens: readonly FormatToken[],
  magnitude: number,
  locale: FormatLocale,
  slash: number,
): string {
  const literalGap = tokens.slice(0, slash).findLastIndex((token) => token.kind === 'literal');
  const mixed = literalGap > 0 && tokens.slice(0, literalGap).some((token) => token.kind === 'digit');
  const after = tokens.slice(slash + 1);
  const fixed = Number(
    after
      .map((token) =>
        token.kind === 'literal' ? token.text : token.kind === 'digit' && token.symbol === '0' ? '0' : '',
      )
      .join('')
      .trim(),
  );
  const width = Math.min(after.filter((token) => token.kind === 'digit').length, 4);
  const whole = mixed ? Math.floor(magnitude) : 0;
  const rest = magnitude - whole;
  const [numerator, denominator] =
    fixed > 0 ? [Math.round(rest * fixed), fixed] : nearestFraction(rest, 10 ** Math.max(width, 1) - 1);
  if (numerator === 0) return formatGeneral(whole, locale);
  if (numerator === denominator) return formatGeneral(whole + 1, locale);
  return `${mixed && whole > 0 ? `${formatGeneral(whole, locale)} ` : ''}${numerator}/${denominator}`;
}

/** Best approximation with a denominator up to `limit`, by continued fractions. */
function nearestFraction(value: number, limit: number): [number, number] {
  let [h0, h1, k0, k1] = [0, 1, 1, 0];
  let x = value;
  for (let step = 0; step < 40; step += 1) {
    const a = Math.floor(x);
    const [h2, k2] = [a * h1 + h0, a * k1 + k0];
    if (k2 > limit) break;
    [h0, h1, k0, k1] = [h1, h2, k1, k2];
    if (x - a < 1e-10) break;
    x = 1 / (x - a);
  }
  return [h1, k1];
}

function formatDate(
  tokens: readonly FormatToken[],
  value: number,
  locale: FormatLocale,
  date1904: boolean,
): string | null {
  const digits = tokens.find((token) => token.kind === 'fraction-seconds')?.digits ?? 0;
  const elapsed = tokens.some((token) => token.kind === 'date' && token.elapsed);
  if (elapsed && value < 0) return null;
  const parts = datePartsOf(value, date1904, digits);
  if (parts === null) return null;
  const twelve = tokens.some((token) => token.kind === 'am-pm');
  return tokens
    .map((token) => dateToken(token, parts, value, locale, twelve))
    .join('')
    .trim();
}

function dateToken(token: FormatToken, parts: DateParts, value: number, locale: FormatLocale, twelve: boolean): string {
  const two = (part: number, width: number) => (width > 1 ? String(part).padStart(2, '0') : String(part));
  if (token.kind === 'am-pm') {
    const letters = parts.hour < 12 ? 'AM' : 'PM';
    return token.short ? letters[0]! : letters;
  }
  if (token.kind === 'fraction-seconds') {
    return `${separators[locale].decimal}${String(Math.round(parts.fraction * 10 ** token.digits)).padStart(token.digits, '0')}`;
  }
  if (token.kind !== 'date')
    return token.kind === 'comma' ? ',' : token.kind === 'digit' ? token.symbol : literalOf(token);
  if (token.elapsed) {
    const seconds = Math.round(value * 86_400);
    const total =
      token.unit === 'h' ? Math.floor(seconds / 3600) : token.unit === 'n' ? Math.floor(seconds / 60) : seconds;
    return String(total).padStart(token.width, '0');
  }
  switch (token.unit) {
    case 'y':
      return token.width > 2 ? String(parts.year).padStart(4, '0') : String(parts.year % 100).padStart(2, '0');
    case 'e':
      return String(parts.year);
    case 'm':
      return monthText(parts.month, token.width, locale);
    case 'd':
      return token.width > 2 ? dayText(parts.weekday, token.width, locale) : two(parts.day, token.width);
    case 'h':
      return two(twelve ? parts.hour % 12 || 12 : parts.hour, token.width);
    case 'n':
      return two(parts.minute, token.width);
    case 's':
      return two(parts.second, token.width);
  }
}

function monthText(month: number, width: number, locale: FormatLocale): string {
  const name = months[locale][month - 1]!;
  if (width === 1) return String(month);
  if (width === 2) return String(month).padStart(2, '0');
  if (width === 3) return name.slice(0, 3);
  return width === 5 ? name[0]!.toUpperCase() : name;
}

function dayText(weekday: number, width: number, locale: FormatLocale): string {
  const name = weekdays[locale][weekday]!;
  return width === 3 ? name.slice(0, 3) : name;
}
