import type { Tx } from '@nexus/db';
import { addMonths, type BusinessCalendar } from '@nexus/kernel';
import { holdMonths, type MonthState } from './months.repository.ts';

/** Where a fact is posted: its own month while that is open, else the first open one after it, with a pointer back. */
export type PostingMonth = {
  month: string;
  belongsTo: string | null;
  /** For the ledger: the fact's own time, or the first moment of the month that it had to be posted in. */
  effectiveAt: Date;
};

/** Also holds the months, so that none of them begins to close before the transaction ends. */
export async function openPostingMonths(
  tx: Tx,
  calendar: BusinessCalendar,
  times: readonly Date[],
): Promise<(at: Date) => PostingMonth> {
  const states = new Map<string, MonthState>();
  let wanted = [...new Set(times.map((at) => calendar.monthOf(at)))].sort();
  while (wanted.length > 0) {
    for (const [month, state] of await holdMonths(tx, wanted)) states.set(month, state);
    const after = wanted.filter((month) => states.get(month) !== 'open').map((month) => addMonths(month, 1));
    wanted = [...new Set(after)].filter((month) => !states.has(month)).sort();
  }
  return (at) => {
    const own = calendar.monthOf(at);
    let month = own;
    while (states.get(month) !== 'open') month = addMonths(month, 1);
    return month === own
      ? { month, belongsTo: null, effectiveAt: at }
      : { month, belongsTo: own, effectiveAt: calendar.startOfMonth(month) };
  };
}
