import type { Tx } from '@nexus/db';
import { type Actor, decodeCursor, newId, type Page, type PersonActor, pageOf, StaleVersionError } from '@nexus/kernel';
import * as plans from '../catalogue/plans.repository.ts';
import { listDiscountLimits } from '../catalogue/taxes.repository.ts';
import { addDays, instalmentsOf, type PaymentSchedule } from '../prices/payment-schedule.ts';
import {
  CatalogueEntryNotFoundError,
  PricingForbiddenError,
  QuoteClosedError,
  QuoteNotDraftError,
  QuoteNotFoundError,
} from '../pricing.errors.ts';
import type { PricingParts } from '../pricing.parts.ts';
import { maySellFor, ownDiscountLimit } from '../pricing.policy.ts';
import type { PricingTables, QuoteRow, QuoteVersionRow } from '../pricing.tables.ts';
import * as repository from './quotes.repository.ts';
import type { NewQuote, QuoteTerms } from './quotes.schemas.ts';
import { priceItems } from './resolve-items.ts';
import type { WrittenLines } from './write-lines.ts';

type PricingTx = Tx<PricingTables>;

export type QuoteDetail = {
  quote: QuoteRow;
  partnerName: string | null;
  versions: (QuoteVersionRow & { content: repository.QuoteContent })[];
};

export type QuotesService = ReturnType<typeof createQuotesService>;

export function createQuotesService(parts: PricingParts) {
  const { database, organisations, audit, clock, calendar } = parts;
  const act = <R>(actor: PersonActor, run: (tx: PricingTx) => Promise<R>) =>
    database.withActor<PricingTables, R>(actor, run);

  const record = (tx: PricingTx, actor: Actor, action: string, quoteId: string, details?: Record<string, unknown>) =>
    audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      objects: [{ kind: 'quote', id: quoteId }],
      ...(details === undefined ? {} : { details }),
    });

  /** @throws QuoteNotFoundError, PricingForbiddenError for people who may look but not sell */
  async function lockToEdit(tx: PricingTx, actor: PersonActor, quoteId: string): Promise<QuoteRow> {
    const found = await repository.findQuote(tx, quoteId);
    if (found === null) throw new QuoteNotFoundError();
    if (!maySellFor(await organisations.rolesOf(tx as Tx, actor.personId), found.partnerId))
      throw new PricingForbiddenError();
    const quote = await repository.lockQuote(tx, quoteId);
    if (quote?.state !== 'open') throw new QuoteClosedError();
    return quote;
  }

  /** Up to the end of the day in the business's own time zone. */
  const endOf = (day: string) => new Date(calendar.startOfDay(addDays(day, 1)).getTime() - 1);

  async function termsFor(
    tx: PricingTx,
    actor: PersonActor,
    quote: QuoteRow,
    input: QuoteTerms,
  ): Promise<{ terms: repository.VersionTerms; content: (versionId: string) => repository.QuoteContent }> {
    const written = await priceItems(tx, quote, input.items, calendar.dayOf(clock.now()));
    const limits = new Map((await listDiscountLimits(tx)).map(({ role, limitPpm }) => [role, limitPpm]));
    const memberships = await organisations.rolesOf(tx as Tx, actor.personId);
    const terms = {
      ...totalsOf(written),
      validUntil: endOf(input.validUntil),
      notes: input.notes,
      schedule: input.schedule,
      items: input.items,
      limitPpm: ownDiscountLimit(memberships, quote.partnerId, limits),
      writtenBy: actor.personId,
    };
    return { terms, content: (versionId) => contentOf(versionId, written, input.schedule) };
  }

  async function create(actor: PersonActor, input: NewQuote): Promise<QuoteDetail> {
    return await act(actor, async (tx) => {
      if (!maySellFor(await organisations.rolesOf(tx as Tx, actor.personId), input.partnerId))
        throw new PricingForbiddenError();
      const list = await plans.findPriceList(tx, input.priceListId);
      if (list === null) throw new CatalogueEntryNotFoundError('price list');
      const now = clock.now();
      const { terms: given, customer, ...header } = input;
      const quote: QuoteRow = {
        ...header,
        id: newId(now.getTime()),
        number: await repository.nextQuoteNumber(tx, Number(calendar.dayOf(now).slice(0, 4))),
        kind: 'sale',
        customerAccountId: customer.accountId,
        customerName: customer.name,
        customerCountry: customer.country,
        customerRegion: customer.region,
        customerTaxExempt: customer.taxExempt,
        currency: list.currency,
        state: 'open',
        createdBy: actor.personId,
        createdAt: now,
      };
      const { terms, content } = await termsFor(tx, actor, quote, given);
      await repository.insertQuote(tx, quote);
      const versionId = newId(now.getTime());
      const own = { id: versionId, quoteId: quote.id, number: 1, createdBy: actor.personId, createdAt: now };
      await repository.insertVersion(tx, { ...own, ...terms });
      await repository.replaceContent(tx, versionId, content(versionId));
      await record(tx, actor, 'quote.created', quote.id);
      return await detail(tx, quote.id);
    });
  }

  /** What items would cost, for an editor that shows totals while somebody types. Keeps nothing. */
  async function calculate(
    actor: PersonActor,
    input: Pick<NewQuote, 'priceListId' | 'customer'> & Pick<QuoteTerms, 'items' | 'schedule'>,
  ) {
    return await act(actor, async (tx) => {
      const list = await plans.findPriceList(tx, input.priceListId);
      if (list === null) throw new CatalogueEntryNotFoundError('price list');
      const priced = {
        priceListId: list.id,
        currency: list.currency,
        customerCountry: input.customer.country,
        customerRegion: input.customer.region,
        customerTaxExempt: input.customer.taxExempt,
      };
      const written = await priceItems(tx, priced, input.items, calendar.dayOf(clock.now()));
      return { currency: list.currency, content: contentOf('', written, input.schedule), ...totalsOf(written) };
    });
  }

  /** Rewrites the version in work. An approved discount has to be approved again. */
  async function save(actor: PersonActor, quoteId: string, revision: number, input: QuoteTerms): Promise<QuoteDetail> {
    return await act(actor, async (tx) => {
      const quote = await lockToEdit(tx, actor, quoteId);
      const version = (await repository.listVersions(tx, quoteId))[0]!;
      if (!isInWork(version)) throw new QuoteNotDraftError();
      const { terms, content } = await termsFor(tx, actor, quote, input);
      const asked = { askedBy: null, askedAt: null, askReason: null };
      if (
        version.revision !== revision ||
        !(await repository.updateVersion(tx, version, { ...terms, ...asked, ...undecided, state: 'draft' }))
      )
        throw new StaleVersionError('Somebody else changed the quote in the meantime. Load it again.');
      await repository.replaceContent(tx, version.id, content(version.id));
      await record(tx, actor, 'quote.changed', quoteId, { version: version.number });
      return await detail(tx, quoteId);
    });
  }

  /** A new draft with what the newest version has, at today's prices. */
  async function addVersion(actor: PersonActor, quoteId: string, input: QuoteTerms | null): Promise<QuoteDetail> {
    return await act(actor, async (tx) => {
      const quote = await lockToEdit(tx, actor, quoteId);
      const newest = (await repository.listVersions(tx, quoteId))[0]!;
      const now = clock.now();
      const validUntil = calendar.dayOf(new Date(Math.max(newest.validUntil.getTime(), now.getTime() + 14 * dayMs)));
      const { notes, schedule, items } = newest;
      const { terms, content } = await termsFor(tx, actor, quote, input ?? { validUntil, notes, schedule, items });
      const id = newId(now.getTime());
      const own = { id, quoteId, number: newest.number + 1, createdBy: actor.personId, createdAt: now };
      await repository.insertVersion(tx, { ...own, ...terms });
      await repository.replaceContent(tx, id, content(id));
      await record(tx, actor, 'quote.changed', quoteId, { version: own.number });
      return await detail(tx, quoteId);
    });
  }

  /** What was sent can then no longer be accepted. */
  async function cancel(actor: PersonActor, quoteId: string, reason: string): Promise<QuoteDetail> {
    return await act(actor, async (tx) => {
      await lockToEdit(tx, actor, quoteId);
      for (const version of await repository.listVersions(tx, quoteId)) {
        const closed = { closedAt: clock.now(), closeReason: reason };
        if (isInWork(version)) await repository.updateVersion(tx, version, { ...closed, state: 'withdrawn' });
        if (version.state === 'sent') await repository.updateVersion(tx, version, { ...closed, state: 'superseded' });
      }
      await repository.updateQuoteState(tx, quoteId, 'cancelled');
      await record(tx, actor, 'quote.cancelled', quoteId);
      return await detail(tx, quoteId);
    });
  }

  async function detail(tx: PricingTx, quoteId: string): Promise<QuoteDetail> {
    const quote = await repository.findQuote(tx, quoteId);
    if (quote === null) throw new QuoteNotFoundError();
    const versions = [];
    for (const version of await repository.listVersions(tx, quoteId))
      versions.push({ ...version, content: await repository.readContent(tx, version.id) });
    const { partnerId } = quote;
    const names = partnerId === null ? null : await organisations.namesOf(tx as Tx, [partnerId]);
    return { quote, versions, partnerName: partnerId === null ? null : (names?.get(partnerId) ?? null) };
  }

  async function list(
    actor: PersonActor,
    filter: repository.QuoteFilter,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<Page<repository.QuoteListing & { partnerName: string | null }>> {
    const after = page.cursor === undefined ? null : String(decodeCursor(page.cursor, 1)[0]);
    return await act(actor, async (tx) => {
      const rows = await repository.listQuotes(tx, filter, after, page.limit + 1);
      const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.id]);
      const ids = [...new Set(items.flatMap(({ partnerId }) => (partnerId === null ? [] : [partnerId])))];
      const names = await organisations.namesOf(tx as Tx, ids);
      const named = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
      return { items: items.map((row) => ({ ...row, partnerName: named(row.partnerId) })), nextCursor };
    });
  }

  return {
    create,
    calculate,
    save,
    addVersion,
    cancel,
    list,
    get: (actor: PersonActor, quoteId: string) => act(actor, (tx) => detail(tx, quoteId)),
    lockToEdit,
    detail,
  };
}

const dayMs = 86_400_000;

/** What was decided about lines that are rewritten. */
const undecided = { decidedBy: null, decidedAt: null, decision: null, decisionReason: null };

export function isInWork({ state }: Pick<QuoteVersionRow, 'state'>): boolean {
  return state === 'draft' || state === 'awaiting_approval' || state === 'approved';
}

export function totalsOf(written: WrittenLines) {
  return {
    netMinor: written.net.minor,
    taxMinor: written.tax.minor,
    totalMinor: written.total.minor,
    discountPpm: written.discountPpm,
  };
}

export function contentOf(
  versionId: string,
  written: WrittenLines,
  schedule: PaymentSchedule,
): repository.QuoteContent {
  return {
    lines: written.lines.map((line) => ({ ...line, versionId })),
    payments: instalmentsOf(schedule, written.total).map(({ amount, ...instalment }) => ({
      ...instalment,
      versionId,
      amountMinor: amount.minor,
    })),
  };
}
