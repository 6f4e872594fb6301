import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UsageReport } from '../documents/usage-report.ts';
import { reportContent } from '../testing.ts';
import { consumedSince, judgeReport, type KnownReport, type KnownReports, sumCounters } from './judge-report.ts';

const report = (change: Partial<UsageReport> = {}): UsageReport => ({
  alg: 'Ed25519',
  kid: 'a'.repeat(32),
  ...reportContent(),
  ...change,
});
const digestOf = ({ epoch, seq, counters }: UsageReport) => `${epoch}/${seq}/${JSON.stringify(counters)}`;
const kept = (one: UsageReport): KnownReport => ({
  seq: one.seq,
  digest: digestOf(one),
  previous: one.previous,
  counters: one.counters,
});

/** What a reader knows who has accepted these. */
function knowing(accepted: readonly UsageReport[], next: UsageReport): KnownReports {
  const sorted = accepted.filter(({ epoch }) => epoch === next.epoch).sort((a, b) => a.seq - b.seq);
  const pick = (one: UsageReport | undefined) => (one ? kept(one) : null);
  const epochs = new Map(accepted.map(({ epoch, epochNumber }) => [epoch, { epoch, epochNumber }]));
  return {
    epochs: [...epochs.values()],
    same: pick(sorted.find(({ seq }) => seq === next.seq)),
    before: pick(sorted.findLast(({ seq }) => seq < next.seq)),
    after: pick(sorted.find(({ seq }) => seq > next.seq)),
  };
}
const judge = (accepted: readonly UsageReport[], next: UsageReport) =>
  judgeReport(next, digestOf(next), knowing(accepted, next));

/** What one machine writes, month by month. */
function history(counts: readonly number[], epoch = reportContent().epoch, epochNumber = 1): UsageReport[] {
  const reports: UsageReport[] = [];
  let total = 0;
  for (const [index, count] of counts.entries()) {
    total += count;
    const last = reports.at(-1);
    reports.push(
      report({
        epoch,
        epochNumber,
        seq: index + 1,
        previous: last ? digestOf(last) : null,
        counters: { ai_query: total },
      }),
    );
  }
  return reports;
}

describe('reports of one machine', () => {
  const [first, second, third] = history([10, 20, 30]) as [UsageReport, UsageReport, UsageReport];

  test('are taken one after the other, and once', () => {
    expect(judge([], first)).toEqual({ verdict: 'accepted', isNewEpoch: true, missing: 0, isTwin: false });
    expect(judge([first], second)).toMatchObject({ verdict: 'accepted', isNewEpoch: false, missing: 0 });
    expect(judge([first, second], second)).toEqual({ verdict: 'replayed' });
  });

  test('a gap is shown and filled later', () => {
    expect(judge([first], third)).toMatchObject({ verdict: 'accepted', missing: 1 });
    expect(judge([first, third], second)).toMatchObject({ verdict: 'accepted', missing: 0 });
  });

  test('two contents under one number are a clone', () => {
    const other = { ...second, counters: { ai_query: 99 } };
    expect(judge([first, second], other)).toEqual({
      verdict: 'refused',
      fault: 'same_number_other_content',
      isClone: true,
    });
  });

  test('two histories are a clone, in whatever order they come', () => {
    const other = { ...third, previous: 'f'.repeat(64) };
    expect(judge([first, second], other)).toMatchObject({ verdict: 'refused', fault: 'chain_broken', isClone: true });
    expect(judge([first, other], second)).toMatchObject({ verdict: 'refused', fault: 'chain_broken' });
  });

  test('totals never fall', () => {
    const fallen = { ...third, seq: 5, counters: { ai_query: 1 } };
    expect(judge([first, second], fallen)).toMatchObject({
      verdict: 'refused',
      fault: 'counters_fell',
      isClone: false,
    });
    expect(judge([first, second], { ...third, seq: 5, counters: {} })).toMatchObject({ fault: 'counters_fell' });
  });

  test('a restored machine begins an epoch; two epochs of one number are asked about', () => {
    const [restored] = history([5], '019a4000-0000-7000-8000-000000000022', 2) as [UsageReport];
    expect(judge([first, second], restored)).toEqual({
      verdict: 'accepted',
      isNewEpoch: true,
      missing: 0,
      isTwin: false,
    });
    const twin = { ...restored, epoch: '019a4000-0000-7000-8000-000000000023' };
    expect(judge([first, restored], twin)).toMatchObject({ verdict: 'accepted', isTwin: true });
    expect(judge([first], { ...second, epochNumber: 7 })).toMatchObject({ verdict: 'refused', fault: 'epoch_unknown' });
  });
});

test('in any order and with any repetition, everything that was used is counted once', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 });
  const arrival = fc.array(fc.nat(100), { maxLength: 30 });
  fc.assert(
    fc.property(counts, counts, arrival, (before, after, order) => {
      const reports = [...history(before), ...history(after, '019a4000-0000-7000-8000-000000000022', 2)];
      const arriving = [...order.map((n) => reports[n % reports.length]!), ...reports.toReversed()];
      const accepted: UsageReport[] = [];
      let invoiced: Record<string, number> = {};
      let sum = 0;
      for (const next of arriving) {
        const verdict = judge(accepted, next);
        expect(verdict.verdict).not.toBe('refused');
        if (verdict.verdict === 'accepted') accepted.push(next);
        const latest = Map.groupBy(accepted, ({ epoch }) => epoch)
          .values()
          .map((some) => some.reduce((a, b) => (a.seq > b.seq ? a : b)).counters);
        const total = sumCounters([...latest]);
        sum += consumedSince(invoiced, total)['ai_query'] ?? 0;
        invoiced = total;
      }
      expect(sum).toBe([...before, ...after].reduce((a, b) => a + b, 0));
      expect(accepted.length).toBe(reports.length);
    }),
  );
});
