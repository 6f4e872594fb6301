import { type AccruedLine, accrueSaleLine, releaseTime, type SaleTerms } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import { mulRatio, newId } from '@nexus/kernel';
import type { NewLine } from '../commission-lines.ts';
import { RateMissingError, SaleDiffersError, SaleInvalidError } from '../commissions.errors.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import type { Attribution, Posting } from '../commissions.ports.ts';
import { holdAccounts, insertLines } from '../lines.repository.ts';
import { snapshotCounts } from '../months/months.repository.ts';
import { openPostingMonths, type PostingMonth } from '../months/posting-month.ts';
import { type NumberedPlan, openPlanShelf } from '../plan-shelf.ts';
import { rateAt } from '../rates.repository.ts';
import { ensureSaleValid, eventHash, type SaleEvent, saleNet } from './sale-event.ts';
import * as repository from './sales.repository.ts';

export type RecordSales = (
  tx: Tx,
  sales: readonly SaleEvent[],
  recordedBy: string | null,
) => Promise<{ externalId: string; isNew: boolean }[]>;

/** A sale under way: what is known of it before its lines are computed. */
type OpenSale = {
  id: string;
  event: SaleEvent;
  terms: SaleTerms;
  who: Attribution;
  plan: NumberedPlan;
  posting: PostingMonth;
  ownMonth: string;
  qualifies: boolean;
};

/**
 * Records sales and accrues everything that they pay, all or none, in the caller's transaction: one or thousands in one call. A sale that was recorded before
 * with the same content is left as it is; with other content it is refused. Whatever the order in which sales arrive, the close of the month gives the same.
 */
export function createRecordSales(parts: CommissionsDependencies): RecordSales {
  const { ledger, attribution, royalties, calendar, clock } = parts;

  async function recordSales(tx: Tx, sales: readonly SaleEvent[], recordedBy: string | null) {
    const now = clock.now();
    const fresh = await leaveOutKnown(tx, sales, now);
    const opened = await open(tx, fresh);
    const hashes = new Map(sales.map((sale) => [sale.externalId, eventHash(sale)]));
    const inserted = await repository.insertSales(
      tx,
      opened.map((sale) => rowOf(sale, hashes.get(sale.event.externalId)!, now, recordedBy)),
    );
    // Recorded by somebody else at the same moment: theirs has to say the same.
    const lost = opened.filter(({ event }) => !inserted.has(event.externalId)).map(({ event }) => event);
    if (lost.length > 0) await leaveOutKnown(tx, lost, now);
    const won = opened.filter(({ event }) => inserted.has(event.externalId));
    if (won.length > 0) await accrue(tx, won, now);
    return sales.map(({ externalId }) => ({ externalId, isNew: inserted.has(externalId) }));
  }

  /** @throws SaleDiffersError */
  async function leaveOutKnown(tx: Tx, sales: readonly SaleEvent[], now: Date): Promise<SaleEvent[]> {
    if (new Set(sales.map(({ externalId }) => externalId)).size !== sales.length)
      throw new SaleInvalidError('A sale is named twice in one call.');
    for (const sale of sales) ensureSaleValid(sale, now);
    const known = await repository.findHashes(
      tx,
      sales.map(({ externalId }) => externalId),
    );
    return sales.filter((sale) => {
      const hash = known.get(sale.externalId);
      if (hash === undefined) return true;
      if (!hash.equals(eventHash(sale))) throw new SaleDiffersError(sale.externalId);
      return false;
    });
  }

  async function open(tx: Tx, events: readonly SaleEvent[]): Promise<OpenSale[]> {
    if (events.length === 0) return [];
    const shelf = await openPlanShelf(tx);
    const attributions = await attribution.attributionsOf(
      tx,
      events.map(({ partnerId, customerId, paidAt }) => ({ partnerId, customerId, at: paidAt })),
    );
    const postingOf = await openPostingMonths(
      tx,
      calendar,
      events.map(({ paidAt }) => paidAt),
    );
    const opened: OpenSale[] = [];
    for (const [index, event] of events.entries()) {
      const who = attributions[index]!;
      const plan = shelf.planFor(event.paidAt, who.contractPlanVersionId);
      opened.push({
        id: newId(),
        event,
        terms: event.terms ?? { type: 'commission' },
        who,
        plan,
        posting: postingOf(event.paidAt),
        ownMonth: calendar.monthOf(event.paidAt),
        qualifies: await isLargeEnough(tx, plan, event),
      });
    }
    return opened;
  }

  /** At the newest rate of the day of payment or before, where the plan counts in another currency. */
  async function isLargeEnough(tx: Tx, { plan }: NumberedPlan, event: SaleEvent): Promise<boolean> {
    const { minor, currency } = plan.counting.minimumNet;
    const net = { minor: saleNet(event), currency: event.currency };
    if (currency === event.currency) return net.minor >= BigInt(minor);
    const rate = await rateAt(tx, event.currency, currency, event.paidAt);
    if (rate === null) throw new RateMissingError(event.currency, currency);
    return mulRatio(net, rate, plan.rounding, currency).minor >= BigInt(minor);
  }

  async function accrue(tx: Tx, sales: readonly OpenSale[], now: Date): Promise<void> {
    const reached = await countInMonths(tx, sales);
    const found = await royalties.royaltiesOf(
      tx,
      sales.flatMap(({ event }) => event.lines.map(({ productRef }) => ({ productRef, at: event.paidAt }))),
    );
    const ids = await repository.nextSaleLineIds(tx, found.length);
    const computed: { sale: OpenSale; saleLineId: bigint; lines: AccruedLine[] }[] = [];
    const saleLines: repository.NewSaleLine[] = [];
    for (const sale of sales) {
      sale.event.lines.forEach((line, index) => {
        const saleLineId = ids[saleLines.length]!;
        const royalty = found[saleLines.length]!;
        const lines = accrueSaleLine(sale.plan.plan, {
          net: { minor: line.netMinor, currency: sale.event.currency },
          seller: {
            partnerId: sale.event.partnerId,
            kind: sale.who.kind,
            certification: sale.who.certification,
          },
          count: reached.get(sale.id)!,
          sponsors: sale.who.sponsors,
          isOutsideCustomer: sale.who.isOutsideCustomer,
          royalty,
          terms: termsOfLine(sale, index),
        });
        const direct = lines.find(({ kind }) => kind === 'direct');
        computed.push({ sale, saleLineId, lines });
        saleLines.push({
          id: saleLineId,
          saleId: sale.id,
          ordinal: index + 1,
          ...line,
          royalty: royalty === null ? null : JSON.stringify(royalty),
          directRatePpm: direct === undefined || direct.reason === 'no_rule_for_kind' ? null : direct.ratePpm,
          directMinor: direct?.amountMinor ?? null,
          countedMinor: lines.reduce(
            (sum, { kind, amountMinor }) => (kind === 'revenue_share' ? sum : sum + amountMinor),
            0n,
          ),
          isCut: lines.some(({ reason }) => reason === 'cap'),
          isLate: sale.posting.belongsTo !== null,
          releaseAt: releaseTime(sale.plan.plan, sale.event.paidAt),
        });
      });
    }
    await repository.insertSaleLines(tx, saleLines);
    await write(tx, sales, computed, now);
  }

  /** How many sales of its partner count when this one is reached, this one included. In a month that is settled, what was settled. */
  async function countInMonths(tx: Tx, sales: readonly OpenSale[]): Promise<Map<string, number>> {
    const timely = sales.filter(({ posting }) => posting.belongsTo === null);
    const counting = await repository.claimOrders(
      tx,
      timely.filter(({ qualifies }) => qualifies).map(({ id, event }) => ({ id, ...event })),
    );
    const groups = new Map<string, { partnerId: string; month: string; sales: OpenSale[]; added: number }>();
    for (const sale of timely) {
      const key = `${sale.event.partnerId} ${sale.ownMonth}`;
      const group = groups.get(key) ?? { partnerId: sale.event.partnerId, month: sale.ownMonth, sales: [], added: 0 };
      group.sales.push(sale);
      if (counting.has(sale.id)) group.added += 1;
      groups.set(key, group);
    }
    const reached = new Map<string, number>();
    for (const { partnerId, month, counted } of await repository.countSales(tx, [...groups.values()])) {
      const group = groups.get(`${partnerId} ${month}`)!;
      let count = counted - group.added;
      for (const sale of group.sales) {
        if (counting.has(sale.id)) count += 1;
        reached.set(sale.id, count);
      }
    }
    const late = sales.filter(({ posting }) => posting.belongsTo !== null);
    const settled = await snapshotCounts(
      tx,
      late.map(({ event, ownMonth }) => ({ partnerId: event.partnerId, month: ownMonth })),
    );
    for (const sale of late) reached.set(sale.id, settled.get(`${sale.event.partnerId} ${sale.ownMonth}`) ?? 0);
    return reached;
  }

  async function write(
    tx: Tx,
    sales: readonly OpenSale[],
    computed: readonly { sale: OpenSale; saleLineId: bigint; lines: AccruedLine[] }[],
    now: Date,
  ): Promise<void> {
    const wanted = new Map<string, { partnerId: string; currency: string }>();
    for (const { sale, lines } of computed)
      for (const { beneficiaryId } of lines)
        wanted.set(`${beneficiaryId} ${sale.event.currency}`, {
          partnerId: beneficiaryId,
          currency: sale.event.currency,
        });
    const accounts = await holdAccounts(tx, [...wanted.values()], 'share');
    const releasedThrough = new Map(accounts.map((a) => [`${a.partnerId} ${a.currency}`, a.releasedThrough.getTime()]));
    const postings = postingsOf(sales, computed);
    const posted = await ledger.post(tx, postings);
    const txIds = new Map(postings.map(({ key }, index) => [key, posted[index]!.txId]));
    const lines = computed.flatMap(({ sale, saleLineId, lines: accrued }) =>
      accrued.map((line): NewLine => {
        const { event, plan, posting } = sale;
        const due = releaseTime(plan.plan, event.paidAt).getTime();
        const after = releasedThrough.get(`${line.beneficiaryId} ${event.currency}`)! + 1;
        return {
          ...line,
          saleLineId,
          ordinal: 0,
          currency: event.currency,
          planNumber: plan.number,
          month: posting.month,
          belongsTo: posting.belongsTo,
          occurredAt: event.paidAt,
          // A late sale is released with the next release; one before has passed it already.
          releaseAt: new Date(Math.max(due, after)),
          refundId: null,
          ledgerTxId: line.amountMinor === 0n ? null : txIds.get(keyOf(event))!,
          recordedAt: now,
        };
      }),
    );
    await insertLines(tx, lines);
  }

  return recordSales;
}

/** One transaction a sale: the expense, and what each beneficiary gets of it. A sale that pays nobody posts nothing. */
function postingsOf(
  sales: readonly OpenSale[],
  computed: readonly { sale: OpenSale; lines: AccruedLine[] }[],
): Posting[] {
  const bySale = new Map<string, Map<string, bigint>>(sales.map(({ id }) => [id, new Map()]));
  for (const { sale, lines } of computed) {
    const sums = bySale.get(sale.id)!;
    for (const { beneficiaryId, amountMinor } of lines)
      if (amountMinor !== 0n) sums.set(beneficiaryId, (sums.get(beneficiaryId) ?? 0n) + amountMinor);
  }
  return sales.flatMap(({ id, event, posting }) => {
    const sums = [...bySale.get(id)!];
    if (sums.length === 0) return [];
    const { currency } = event;
    const total = sums.reduce((sum, [, minor]) => sum + minor, 0n);
    return [
      {
        key: keyOf(event),
        kind: 'sale_accrued' as const,
        effectiveAt: posting.effectiveAt,
        reference: event.invoiceRef,
        entries: [
          { account: { ownerId: null, purpose: 'commission_expense' as const, currency }, minor: -total },
          ...sums.map(([ownerId, minor]) => ({
            account: { ownerId, purpose: 'accrued' as const, currency },
            minor,
          })),
        ],
      },
    ];
  });
}

function keyOf({ externalId }: SaleEvent): string {
  return `sale:${externalId}`;
}

/** The direct costs of a joint product are of the sale: its first line bears them. */
function termsOfLine({ terms }: OpenSale, index: number): SaleTerms {
  return terms.type === 'joint_product' && index > 0 ? { ...terms, directCostsMinor: 0n } : terms;
}

function rowOf(sale: OpenSale, requestHash: Buffer, now: Date, recordedBy: string | null): repository.NewSale {
  const { id, event, terms, who, plan, ownMonth, qualifies } = sale;
  return {
    id,
    externalId: event.externalId,
    requestHash,
    partnerId: event.partnerId,
    customerId: event.customerId,
    orderRef: event.orderRef,
    invoiceRef: event.invoiceRef,
    currency: event.currency,
    netMinor: saleNet(event),
    paidAt: event.paidAt,
    month: ownMonth,
    qualifies,
    partnerKind: who.kind,
    certification: who.certification,
    sponsors: who.sponsors,
    isOutsideCustomer: who.isOutsideCustomer,
    planNumber: plan.number,
    terms: JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    recordedAt: now,
    recordedBy,
  };
}
