/** `2024-03-09` of a date field as the first moment of that day here; null when the field is empty or half written. */
export function startOfDay(day: string): string | null {
  return moment(day, 0);
}

/** The first moment of the day after: ends of ranges are exclusive. */
export function endOfDay(day: string): string | null {
  return moment(day, 1);
}

/** A moment as a date field wants it, in the reader's zone. */
export function dayOf(time: Date): string {
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}

function moment(day: string, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year || Number(year) < 1970) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString();
}
