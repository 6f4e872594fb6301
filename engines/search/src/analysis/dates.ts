const months: Readonly<Record<string, number>> = {
  enero: 1,
  ene: 1,
  january: 1,
  jan: 1,
  febrero: 2,
  feb: 2,
  february: 2,
  marzo: 3,
  mar: 3,
  march: 3,
  abril: 4,
  abr: 4,
  april: 4,
  apr: 4,
  mayo: 5,
  may: 5,
  junio: 6,
  jun: 6,
  june: 6,
  julio: 7,
  jul: 7,
  july: 7,
  agosto: 8,
  ago: 8,
  august: 8,
  aug: 8,
  septiembre: 9,
  setiembre: 9,
  sept: 9,
  sep: 9,
  set: 9,
  september: 9,
  octubre: 10,
  oct: 10,
  october: 10,
  noviembre: 11,
  nov: 11,
  november: 11,
  diciembre: 12,
  dic: 12,
  december: 12,
  dec: 12,
};

const monthNames = Object.keys(months)
  .sort((a, b) => b.length - a.length)
  .join('|');
// 15 de marzo de 2024, 1º de mayo del 2023, 15 marzo 2024, 15th of March, 2024, 15-mar-2024
const dayFirst = new RegExp(
  `(\\d{1,2})(?:\\.?[º°ª]|st|nd|rd|th|er)?(?:\\s+d[ií]as?)?(?:\\s+de(?:l\\s+mes\\s+de)?\\s+|\\s+of\\s+|\\s+|[-/])(${monthNames})\\.?(?:\\s*,\\s*|\\s+de\\s+|\\s+del\\s+|\\s+del?\\s+a[ñn]o\\s+|\\s+|[-/])(\\d{4})(?!\\d)`,
  'iuy',
);
// March 15, 2024; March 15th 2024
const monthFirst = new RegExp(`(${monthNames})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\s*,?\\s+(\\d{4})(?!\\d)`, 'iuy');

/** ISO date of a day written with its month's name, starting exactly at `start`, with its end; null when there is none. */
export function writtenDateAt(text: string, start: number): { date: string; end: number } | null {
  dayFirst.lastIndex = start;
  const day = dayFirst.exec(text);
  if (day) return dated(Number(day[3]), months[day[2]!.toLowerCase()]!, Number(day[1]), start + day[0].length);
  monthFirst.lastIndex = start;
  const month = monthFirst.exec(text);
  return month
    ? dated(Number(month[3]), months[month[1]!.toLowerCase()]!, Number(month[2]), start + month[0].length)
    : null;
}

/**
 * ISO dates that a date in digits may stand for: `15/03/2024`, `2024-03-15`, `15.03.2024`. `03/04/2024` is two, the third of April and the
 * fourth of March, unless the text is known to be Spanish, which puts the day first. Empty when it is not a date.
 */
export function numericDates(written: string, language?: 'es' | 'en' | 'und'): string[] {
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(written);
  if (yearFirst) return isoDates([[Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4])]]);
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(written);
  if (!yearLast) return [];
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
  const dayThenMonth = [year, second, first] as const;
  return isoDates(language === 'es' ? [dayThenMonth] : [dayThenMonth, [year, first, second]]);
}

function dated(year: number, month: number, day: number, end: number): { date: string; end: number } | null {
  const [date] = isoDates([[year, month, day]]);
  return date === undefined ? null : { date, end };
}

function isoDates(candidates: readonly (readonly [year: number, month: number, day: number])[]): string[] {
  const dates = candidates
    .filter(([year, month, day]) => isDay(year, month, day))
    .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`);
  return [...new Set(dates)];
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
