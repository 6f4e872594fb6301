import { type DateParts, datePartsOf } from './excel-date.ts';
import { type FormatLocale, months, separators, weekdays } from './format-locale.ts';
import { type FormatToken, literalOf } from './number-format-tokens.ts';

/** A serial in a date format; null when it is no date (negative, or past the year 9999). */
export function formatDate(
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
