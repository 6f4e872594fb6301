import { addMonths, allocate, InvalidInputError, type Money, wholePpm } from '@nexus/kernel';

/** How a quote is paid once it is accepted. */
export type PaymentSchedule =
  | { kind: 'single'; dueDays: number }
  | { kind: 'yearly'; years: number; dueDays: number }
  | { kind: 'milestones'; milestones: { label: string; sharePpm: number; dueDays: number | null }[] };

/** `dueDays` after acceptance; null where a milestone has to be reached first, which a person then reports. */
export type Instalment = { ordinal: number; label: string; dueMonths: number; dueDays: number | null; amount: Money };

/** The instalments of a total, which they always add up to. @throws InvalidInputError when shares are not the whole */
export function instalmentsOf(schedule: PaymentSchedule, total: Money): Instalment[] {
  switch (schedule.kind) {
    case 'single':
      return [{ ordinal: 1, label: '', dueMonths: 0, dueDays: schedule.dueDays, amount: total }];
    case 'yearly':
      return allocate(total, Array<bigint>(schedule.years).fill(1n)).map((amount, index) => ({
        ordinal: index + 1,
        label: '',
        dueMonths: index * 12,
        dueDays: schedule.dueDays,
        amount,
      }));
    case 'milestones': {
      const { milestones } = schedule;
      if (milestones.reduce((sum, { sharePpm }) => sum + sharePpm, 0) !== wholePpm)
        throw new InvalidInputError('The shares of the milestones add up to 100 %.', [
          { path: 'schedule/milestones', message: 'not 100 % together' },
        ]);
      const amounts = allocate(
        total,
        milestones.map(({ sharePpm }) => BigInt(sharePpm)),
      );
      return milestones.map(({ label, dueDays }, index) => ({
        ordinal: index + 1,
        label,
        dueMonths: 0,
        dueDays,
        amount: amounts[index]!,
      }));
    }
  }
}

/** The day on which an instalment of an order that was placed on `day` is due; null for a milestone without one. */
export function dueDay(day: string, { dueMonths, dueDays }: Pick<Instalment, 'dueMonths' | 'dueDays'>): string | null {
  return dueDays === null ? null : addDays(addMonthsToDay(day, dueMonths), dueDays);
}

/** The same day some months later, or the last of a shorter month. */
export function addMonthsToDay(day: string, count: number): string {
  const month = addMonths(day.slice(0, 7), count);
  const [year, number] = month.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return `${month}-${String(Math.min(Number(day.slice(8)), last)).padStart(2, '0')}`;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
