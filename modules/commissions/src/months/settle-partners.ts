import { type AccruedLine, countMonth, entitledRate, type Plan, settleSaleLine, tierFor } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import { addMonths, mulRate } from '@nexus/kernel';
import type { NewLine, StandingLine } from '../commission-lines.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import type { Posting } from '../commissions.ports.ts';
import { groupBy } from '../group-by.ts';
import { holdAccounts, insertLines, listStandingLines } from '../lines.repository.ts';
import { openPlanShelf, type PlanShelf } from '../plan-shelf.ts';
import { reverseLines } from '../sales/reverse-lines.ts';
import { decideTakings } from '../take-back.ts';
import * as repository from './settling.repository.ts';

/** A line that closing adds, with where its money is. */
type Settlement = AccruedLine & {
  saleLineId: bigint;
  currency: string;
  planNumber: number;
  paidAt: Date;
  releaseAt: Date;
  netMinor: bigint;
  refundedMinor: bigint;
};

/**
 * Settles the next partners of a month that is closing: their counts, their tier, and for each sale line what is missing to the rate of the month. In one
 * transaction, so that a close that is interrupted goes on where it was.
 * @returns how many partners it settled; 0 when all are
 */
export async function settlePartners(
  tx: Tx,
  parts: Pick<CommissionsDependencies, 'ledger' | 'calendar' | 'clock'>,
  month: string,
  limit: number,
): Promise<{ partners: number; lines: number }> {
  const counts = await repository.takeUnsettled(tx, month, limit);
  if (counts.length === 0) return { partners: 0, lines: 0 };
  const shelf = await openPlanShelf(tx);
  const standings = await repository.listStandings(
    tx,
    month,
    counts.map(({ partnerId }) => partnerId),
  );
  const byPartner = groupBy(standings, ({ partnerId }) => partnerId);
  const inOrder = new Set(
    counts
      .filter(
        ({ partnerId, refundedInFull }) =>
          refundedInFull > 0 ||
          (byPartner.get(partnerId) ?? []).some(({ planNumber }) => shelf.byNumber(planNumber).mode === 'marginal'),
      )
      .map(({ partnerId }) => partnerId),
  );
  const off = [
    ...(await linesOffTheirRate(tx, month, shelf, counts, byPartner, inOrder)),
    ...(await linesByOrderOfPayment(tx, parts, month, shelf, counts, inOrder)),
  ];
  const settlements = await settle(tx, shelf, off);
  await write(tx, parts, shelf, month, settlements);
  await repository.insertSnapshots(
    tx,
    month,
    parts.clock.now(),
    counts.flatMap(({ partnerId, counted }) => {
      const last = byPartner.get(partnerId)?.at(-1);
      if (last === undefined) return [];
      const tier = tierFor(shelf.byNumber(last.planNumber), last.kind, counted)?.name ?? null;
      return [{ ...last, salesCounted: counted, tier }];
    }),
  );
  return { partners: counts.length, lines: settlements.length };
}

type CountOf = readonly repository.PartnerCount[];

/** Where nothing was refunded in full, no sale had reached more than the month: one rate for each standing, and only lines off it are read. */
async function linesOffTheirRate(
  tx: Tx,
  month: string,
  shelf: PlanShelf,
  counts: CountOf,
  byPartner: ReadonlyMap<string, repository.Standing[]>,
  inOrder: ReadonlySet<string>,
): Promise<repository.LineToSettle[]> {
  const rates = counts.flatMap(({ partnerId, counted }) =>
    inOrder.has(partnerId)
      ? []
      : (byPartner.get(partnerId) ?? []).flatMap((standing) => {
          const plan = shelf.byNumber(standing.planNumber);
          const entitled = entitledRate({ plan, ...standing }, counted, counted);
          return entitled === null ? [] : [{ ...standing, entitledPpm: entitled.ratePpm }];
        }),
  );
  return rates.length === 0 ? [] : await repository.listLinesOffRate(tx, month, rates);
}

/** The others are counted in the order of payment: each sale has its own rate. */
async function linesByOrderOfPayment(
  tx: Tx,
  { calendar }: Pick<CommissionsDependencies, 'calendar'>,
  month: string,
  shelf: PlanShelf,
  counts: CountOf,
  inOrder: ReadonlySet<string>,
): Promise<repository.LineToSettle[]> {
  if (inOrder.size === 0) return [];
  const partnerIds = [...inOrder];
  const monthEnd = calendar.startOfMonth(addMonths(month, 1));
  const sales = groupBy(await repository.listSalesToCount(tx, month, partnerIds, monthEnd), (sale) => sale.partnerId);
  const months = new Map(counts.map(({ partnerId }) => [partnerId, countMonth(sales.get(partnerId) ?? [])]));
  return (await repository.listAllLines(tx, month, partnerIds)).flatMap((line) => {
    const count = months.get(line.partnerId)!;
    const plan = shelf.byNumber(line.planNumber);
    const entitled = entitledRate({ plan, ...line }, count.reachedAt.get(line.key)!, count.final);
    return entitled === null || entitled.ratePpm === line.directRatePpm
      ? []
      : [{ ...line, entitledPpm: entitled.ratePpm }];
  });
}

async function settle(tx: Tx, shelf: PlanShelf, lines: readonly repository.LineToSettle[]): Promise<Settlement[]> {
  const settlements: Settlement[] = [];
  const capped: repository.LineToSettle[] = [];
  for (const line of lines) {
    const plan = shelf.byNumber(line.planNumber);
    const direct = mulRate({ minor: line.netMinor, currency: line.currency }, line.entitledPpm, plan.rounding).minor;
    if (!staysBelowCap(plan, line, direct)) {
      capped.push(line);
      continue;
    }
    const difference = direct - line.directMinor;
    if (difference === 0n) continue;
    const isMore = difference > 0n;
    settlements.push({
      ...placeOf(line),
      beneficiaryId: line.partnerId,
      kind: isMore ? 'true_up' : 'adjustment',
      level: 0,
      rule: ruleOf(line),
      baseMinor: line.netMinor,
      ratePpm: line.entitledPpm,
      sharePpm: null,
      amountMinor: difference,
      reason: isMore ? null : 'paid_earlier_than_known',
    });
  }
  if (capped.length === 0) return settlements;
  const standing = groupBy(
    await listStandingLines(
      tx,
      capped.map(({ saleLineId }) => saleLineId),
    ),
    ({ saleLineId }) => saleLineId,
  );
  for (const line of capped) {
    const entitled = { ratePpm: line.entitledPpm, rule: ruleOf(line) };
    const net = { minor: line.netMinor, currency: line.currency };
    const accrued: StandingLine[] = standing.get(line.saleLineId) ?? [];
    for (const settled of settleSaleLine(shelf.byNumber(line.planNumber), net, entitled, accrued))
      settlements.push({ ...placeOf(line), ...settled });
  }
  return settlements;
}

/** Then only the seller's own line changes. What was cut before has to be looked at as a whole. */
function staysBelowCap(plan: Plan, line: repository.LineToSettle, direct: bigint): boolean {
  const limit = mulRate({ minor: line.netMinor, currency: line.currency }, plan.cap.ppm, plan.rounding).minor;
  return !line.isCut && line.countedMinor - line.directMinor + direct <= limit;
}

function ruleOf({ kind, entitledPpm }: repository.LineToSettle): string {
  return `month.${kind}.${entitledPpm}`;
}

function placeOf(line: repository.LineToSettle) {
  const { saleLineId, currency, planNumber, paidAt, releaseAt, netMinor, refundedMinor } = line;
  return { saleLineId, currency, planNumber, paidAt, releaseAt, netMinor, refundedMinor };
}

/** Posts what the close adds: one transaction a partner for what it gets, one for what it gives back; then the part of it that refunds had taken already. */
async function write(
  tx: Tx,
  { ledger, calendar, clock }: Pick<CommissionsDependencies, 'ledger' | 'calendar' | 'clock'>,
  shelf: PlanShelf,
  month: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const now = clock.now();
  const effectiveAt = new Date(calendar.startOfMonth(addMonths(month, 1)).getTime() - 1);
  const wanted = new Map(settlements.map((one) => [`${one.beneficiaryId} ${one.currency}`, one]));
  const accounts = await holdAccounts(
    tx,
    [...wanted.values()].map(({ beneficiaryId, currency }) => ({ partnerId: beneficiaryId, currency })),
    'update',
  );
  const releasedThrough = new Map(accounts.map((a) => [`${a.partnerId} ${a.currency}`, a.releasedThrough.getTime()]));
  const less = settlements.filter(({ amountMinor }) => amountMinor < 0n);
  const taken = await decideTakings(
    tx,
    ledger,
    accounts,
    less.map((one) => ({ ...one, minor: -one.amountMinor })),
  );
  const takenOf = new Map(less.map((one, index) => [one, taken[index]!]));

  const postings = new Map<string, Posting>();
  for (const one of settlements) {
    const { beneficiaryId, currency, amountMinor } = one;
    const key = `close:${month}:${beneficiaryId}:${currency}:${amountMinor > 0n ? 'more' : 'less'}`;
    const posting = postings.get(key) ?? {
      key,
      kind: 'month_settled' as const,
      effectiveAt,
      reference: month,
      entries: [],
    };
    const accrued = { account: { ownerId: beneficiaryId, purpose: 'accrued' as const, currency }, minor: amountMinor };
    posting.entries = merge([
      ...posting.entries,
      { account: { ownerId: null, purpose: 'commission_expense' as const, currency }, minor: -amountMinor },
      ...(takenOf.get(one)?.entries ?? [accrued]),
    ]);
    postings.set(key, posting);
  }
  const posted = await ledger.post(tx, [...postings.values()]);
  const txIds = new Map([...postings.keys()].map((key, index) => [key, posted[index]!.txId]));

  const lines = settlements.map((one): NewLine => {
    const name = `${one.beneficiaryId} ${one.currency}`;
    const key = `close:${month}:${one.beneficiaryId}:${one.currency}:${one.amountMinor > 0n ? 'more' : 'less'}`;
    const isReleased = takenOf.get(one)?.isStillOnHold === false;
    return {
      saleLineId: one.saleLineId,
      beneficiaryId: one.beneficiaryId,
      kind: one.kind,
      level: one.level,
      ordinal: 0,
      rule: one.rule,
      currency: one.currency,
      baseMinor: one.baseMinor,
      ratePpm: one.ratePpm,
      sharePpm: one.sharePpm,
      amountMinor: one.amountMinor,
      reason: one.reason,
      planNumber: one.planNumber,
      month,
      belongsTo: null,
      occurredAt: one.paidAt,
      releaseAt: isReleased ? null : new Date(Math.max(one.releaseAt.getTime(), releasedThrough.get(name)! + 1)),
      refundId: null,
      ledgerTxId: txIds.get(key)!,
      recordedAt: now,
    };
  });
  await insertLines(tx, lines);
  await reverseForEarlierRefunds(tx, { ledger, shelf }, { month, effectiveAt, now }, settlements);
}

/** A sale line that is refunded in part already: the same part of what the close added goes back at once. */
async function reverseForEarlierRefunds(
  tx: Tx,
  parts: Pick<CommissionsDependencies, 'ledger'> & { shelf: PlanShelf },
  { month, effectiveAt, now }: { month: string; effectiveAt: Date; now: Date },
  settlements: readonly Settlement[],
): Promise<void> {
  const refunded = new Map(
    settlements.filter(({ refundedMinor }) => refundedMinor > 0n).map((one) => [one.saleLineId, one]),
  );
  if (refunded.size === 0) return;
  const standing = await listStandingLines(tx, [...refunded.keys()]);
  await reverseLines(
    tx,
    parts,
    standing.map((line) => {
      const { netMinor, refundedMinor } = refunded.get(line.saleLineId)!;
      return { line, netMinor, refundedMinor, baseMinor: refundedMinor };
    }),
    {
      key: `close:${month}:refunded`,
      refundId: null,
      reference: month,
      posting: { month, belongsTo: null, effectiveAt },
      occurredAt: effectiveAt,
      now,
    },
  );
}

/** Entries of one account as one. */
function merge(entries: Posting['entries']): Posting['entries'] {
  const sums = new Map<string, Posting['entries'][number]>();
  for (const { account, minor } of entries) {
    const name = `${account.ownerId} ${account.purpose}`;
    sums.set(name, { account, minor: (sums.get(name)?.minor ?? 0n) + minor });
  }
  return [...sums.values()].filter(({ minor }) => minor !== 0n);
}
