import type { Counters } from '../documents/parts.ts';
import type { UsageReport } from '../documents/usage-report.ts';
import type { LicenceFault } from '../errors.ts';

export type KnownReport = { seq: number; digest: string; previous: string | null; counters: Counters };

/** What was read before from the same activation. */
export type KnownReports = {
  epochs: readonly { epoch: string; epochNumber: number }[];
  /** In the epoch of the report: the one with its number, and its nearest neighbours. */
  same: KnownReport | null;
  before: KnownReport | null;
  after: KnownReport | null;
};

export type ReportFault = Extract<
  LicenceFault,
  'same_number_other_content' | 'counters_fell' | 'chain_broken' | 'epoch_unknown'
>;

export type ReportVerdict =
  | {
      verdict: 'accepted';
      isNewEpoch: boolean;
      /** Reports of the epoch between the one before and this one. */
      missing: number;
      /** Another epoch has this number: a backup was restored twice, or two machines run from one. People have to ask. */
      isTwin: boolean;
    }
  | { verdict: 'replayed' }
  | {
      verdict: 'refused';
      fault: ReportFault;
      /** Two machines speak as one: a disk or a virtual machine was copied. */
      isClone: boolean;
    };

/** Takes reports in any order and any number of times; one that contradicts what was read before is refused, and what it tells of is told. */
export function judgeReport(report: UsageReport, digest: string, known: KnownReports): ReportVerdict {
  const { same, before, after } = known;
  const own = known.epochs.find(({ epoch }) => epoch === report.epoch);
  if (own && own.epochNumber !== report.epochNumber) return refused('epoch_unknown', false);
  if (same) return same.digest === digest ? { verdict: 'replayed' } : refused('same_number_other_content', true);
  if (before && before.seq === report.seq - 1 && report.previous !== before.digest)
    return refused('chain_broken', true);
  if (after && after.seq === report.seq + 1 && after.previous !== digest) return refused('chain_broken', true);
  if ((before && fell(before.counters, report.counters)) || (after && fell(report.counters, after.counters)))
    return refused('counters_fell', false);
  const isTwin = known.epochs.some(
    ({ epoch, epochNumber }) => epoch !== report.epoch && epochNumber === report.epochNumber,
  );
  return { verdict: 'accepted', isNewEpoch: !own, missing: report.seq - (before?.seq ?? 0) - 1, isTwin };
}

function refused(fault: ReportFault, isClone: boolean): ReportVerdict {
  return { verdict: 'refused', fault, isClone };
}

function fell(earlier: Counters, later: Counters): boolean {
  return Object.entries(earlier).some(([unit, count]) => (later[unit] ?? 0) < count);
}

/** Everything that an activation ever used: the totals of its epochs together. */
export function sumCounters(totals: readonly Counters[]): Counters {
  const sum: Record<string, number> = {};
  for (const counters of totals)
    for (const [unit, count] of Object.entries(counters)) sum[unit] = (sum[unit] ?? 0) + count;
  return sum;
}

/** What was used beyond what was counted before. Nothing is ever given back. */
export function consumedSince(earlier: Counters, now: Counters): Counters {
  const consumed: Record<string, number> = {};
  for (const [unit, count] of Object.entries(now)) consumed[unit] = Math.max(0, count - (earlier[unit] ?? 0));
  return consumed;
}
