/** Months of reports are those of UTC: a label for a total, and the same wherever a machine stands. */
export function monthOf(moment: Date): string {
  return moment.toISOString().slice(0, 7);
}

export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
