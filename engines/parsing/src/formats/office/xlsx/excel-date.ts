/** Calendar parts of a spreadsheet serial. `month` is 1-12; `weekday` 0 is Sunday. */
export type DateParts = {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
  second: number;
  /** Fraction of the second, 0-1. */
  fraction: number;
};

const dayMs = 86_400_000;

/**
 * Parts of a date serial: days since 1899-12-31 (1900 system, with its fictitious 29 February 1900 as day 60, ECMA-376 part 1
 * section 18.17.4.1) or since 1904-01-01. Null outside what Excel shows as a date (negative, or past the year 9999).
 * `decimals` is the number of decimals of the second that will be shown: rounding happens before the split, so that 59.9996 s
 * shown without decimals carries into the minute.
 */
export function datePartsOf(serial: number, date1904: boolean, decimals = 0): DateParts | null {
  if (!(serial >= 0) || serial >= 2_958_466) return null;
  const scale = 10 ** decimals;
  let days = Math.floor(serial);
  let ticks = Math.round((serial - days) * 86_400 * scale);
  if (ticks >= 86_400 * scale) {
    ticks -= 86_400 * scale;
    days += 1;
  }
  const seconds = Math.floor(ticks / scale);
  const time = {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    fraction: (ticks - seconds * scale) / scale,
  };
  if (!date1904 && days === 60) return { year: 1900, month: 2, day: 29, weekday: 3, ...time };
  if (!date1904 && days === 0) return { year: 1900, month: 1, day: 0, weekday: 6, ...time };
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days > 60 ? 30 : 31);
  const date = new Date(epoch + days * dayMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    // Excel's weekdays are those of its fictitious calendar: before March 1900 they are one off.
    weekday: date1904 || days > 60 ? date.getUTCDay() : (days + 6) % 7,
    ...time,
  };
}
