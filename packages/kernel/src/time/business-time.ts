import { InvalidInputError } from '../errors.ts';

/** A calendar month as "2026-11". Sorts as text. */
export type BusinessMonth = string;

/**
 * The calendar of a business in its time zone. Instants are UTC everywhere else; only the calendar decides to which day, month or quarter one belongs.
 * @param timeZone an IANA name such as `America/Caracas`
 * @throws InvalidInputError for a zone that this machine does not know
 */
export function businessCalendar(timeZone: string) {
  const format = dayFormat(timeZone);

  /** "2026-11-30": the day of an instant. */
  function dayOf(at: Date): string {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts['year']}-${parts['month']}-${parts['day']}`;
  }

  // Formatting a date costs microseconds, and facts come in their thousands from the same few months.
  let known: { month: BusinessMonth; from: number; until: number }[] = [];

  function monthOf(at: Date): BusinessMonth {
    const time = at.getTime();
    const found = known.find(({ from, until }) => from <= time && time < until);
    if (found !== undefined) return found.month;
    const month = dayOf(at).slice(0, 7);
    const [from, until] = [month, addMonths(month, 1)].map((of) => startOfDay(`${of}-01`).getTime()) as [
      number,
      number,
    ];
    known = [{ month, from, until }, ...known].slice(0, 12);
    return month;
  }

  /** The first instant of a day: midnight, or what follows it where the clocks jump over midnight. */
  function startOfDay(day: string): Date {
    const utc = Date.parse(`${day}T00:00:00Z`);
    // No zone is further than 14 hours from UTC; the first minute that is in the day, by halving.
    let before = utc - 15 * hour;
    let within = utc + 15 * hour;
    while (within - before > 60_000) {
      const middle = before + Math.floor((within - before) / 2 / 60_000) * 60_000;
      if (dayOf(new Date(middle)) >= day) within = middle;
      else before = middle;
    }
    return new Date(within);
  }

  return { timeZone, dayOf, monthOf, startOfDay, startOfMonth: (month: BusinessMonth) => startOfDay(`${month}-01`) };
}

export type BusinessCalendar = ReturnType<typeof businessCalendar>;

/** @throws InvalidInputError unless it is a month such as "2026-11" */
export function parseMonth(text: string): BusinessMonth {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
    throw new InvalidInputError('Write a month as year and number, such as 2026-11.', [
      { path: 'month', message: 'not a month' },
    ]);
  return text;
}

export function addMonths(month: BusinessMonth, count: number): BusinessMonth {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const index = year * 12 + (number - 1) + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** "2026-Q4". */
export function quarterOf(month: BusinessMonth): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

/** The three months of "2026-Q4". */
export function monthsOfQuarter(quarter: string): BusinessMonth[] {
  const match = /^(\d{4})-Q([1-4])$/.exec(quarter);
  if (match === null) throw new InvalidInputError('Write a quarter as 2026-Q4.');
  const first = `${match[1]}-${String((Number(match[2]) - 1) * 3 + 1).padStart(2, '0')}`;
  return [first, addMonths(first, 1), addMonths(first, 2)];
}

const hour = 3_600_000;

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch (cause) {
    throw new InvalidInputError(`"${timeZone}" is not a time zone of the IANA list, such as America/Caracas.`, [], {
      cause,
    });
  }
}
