import { appendEvent, type Tx } from '@nexus/db';
import { newId, systemActor } from '@nexus/kernel';
import { addDays, type PaymentSchedule } from '../prices/payment-schedule.ts';
import type { PricingParts } from '../pricing.parts.ts';
import type { PricingTables, QuoteItem, QuoteLineRow, QuoteRow } from '../pricing.tables.ts';
import * as repository from '../quotes/quotes.repository.ts';
import { contentOf, totalsOf } from '../quotes/quotes.service.ts';
import { priceItems } from '../quotes/resolve-items.ts';
import * as renewals from './renewals.repository.ts';

type PricingTx = Tx<PricingTables>;

export type RenewalsOptions = { daysAhead: number };

const job = 'pricing.renewals';
const dueDays = 30;

/**
 * Drafts, some weeks ahead, the quote that continues what ends: maintenance at the share that was sold, yearly and monthly licences at the list price of the
 * day on which they begin anew. One quote for an order and an end, whoever runs this how often: the row in `renewals` is the guard.
 */
export function createGenerateRenewals(parts: PricingParts, { daysAhead }: RenewalsOptions) {
  const { database, clock, calendar, audit } = parts;
  const work = <R>(run: (tx: PricingTx) => Promise<R>) => database.withWorker<PricingTables, R>(job, run);

  /** @returns how many quotes were drafted */
  return async function generateRenewals(): Promise<number> {
    const until = addDays(calendar.dayOf(clock.now()), daysAhead);
    const due = await work((tx) => renewals.listDue(tx, until));
    let made = 0;
    for (const entry of due) made += (await work((tx) => renew(tx, entry))) ? 1 : 0;
    return made;
  };

  async function renew(tx: PricingTx, { orderId, endsOn, lineIds }: renewals.Due): Promise<boolean> {
    const order = await renewals.getOrderRow(tx, orderId);
    // Held, so that two runs at once see each other's row.
    const sold = (await repository.lockQuote(tx, order.quoteId))!;
    if (await renewals.isRenewed(tx, orderId, endsOn)) return false;
    const version = (await repository.listVersions(tx, order.quoteId)).find(({ id }) => id === order.versionId)!;
    const { lines } = await repository.readContent(tx, order.versionId);
    const items = itemsOf(
      lines.filter(({ id }) => lineIds.includes(id)),
      version.items,
    );
    const now = clock.now();
    const written = await priceItems(tx, sold, items, endsOn);
    const schedule: PaymentSchedule = { kind: 'single', dueDays };
    const quote: QuoteRow = {
      ...sold,
      id: newId(now.getTime()),
      number: await repository.nextQuoteNumber(tx, Number(calendar.dayOf(now).slice(0, 4))),
      kind: 'renewal',
      state: 'open',
      createdBy: null,
      createdAt: now,
    };
    const versionId = newId(now.getTime());
    await repository.insertQuote(tx, quote);
    await repository.insertVersion(tx, {
      id: versionId,
      quoteId: quote.id,
      number: 1,
      createdBy: null,
      createdAt: now,
      ...totalsOf(written),
      validUntil: new Date(calendar.startOfDay(addDays(endsOn, 31)).getTime() - 1),
      notes: '',
      schedule,
      items,
      // What was agreed once needs nobody again.
      limitPpm: written.discountPpm,
      writtenBy: null,
    });
    await repository.replaceContent(tx, versionId, contentOf(versionId, written, schedule));
    await renewals.insertRenewal(tx, { orderId, endsOn, quoteId: quote.id, createdAt: now });
    await audit.record(tx as Tx, {
      actor: systemActor(job),
      action: 'quote.renewal_generated',
      outcome: 'success',
      objects: [{ kind: 'quote', id: quote.id }],
      details: { orderId, endsOn },
    });
    const { partnerId } = quote;
    const payload = { quoteId: quote.id, orderId, partnerId };
    await appendEvent(tx, { topic: 'quote.renewal_generated', version: 1, payload });
    return true;
  }
}

function itemsOf(lines: readonly QuoteLineRow[], sold: readonly QuoteItem[]): QuoteItem[] {
  const maintenance = lines
    .filter(({ kind }) => kind === 'maintenance')
    .map((line): QuoteItem => ({ kind: 'maintenance', lineId: line.id, discountPpm: line.discountPpm }));
  const numbers = new Set(lines.filter(({ kind }) => kind !== 'maintenance').map(({ item }) => item));
  const plans = [...numbers].flatMap((number): QuoteItem[] => {
    const item = sold[number - 1];
    return item?.kind === 'plan' ? [{ ...item, withMaintenance: false, recurringOnly: true }] : [];
  });
  return [...plans, ...maintenance];
}
