import { hashToken, newToken } from '@nexus/crypto';
import { appendEvent, type Tx } from '@nexus/db';
import { type Actor, anonymous, newId, type PersonActor } from '@nexus/kernel';
import {
  ApprovalNeededError,
  PricingForbiddenError,
  QuoteAlreadyAcceptedError,
  QuoteClosedError,
  QuoteExpiredError,
  QuoteLinkError,
  QuoteNotDraftError,
  QuoteNotFoundError,
  QuoteNotOpenError,
  QuoteSupersededError,
} from '../pricing.errors.ts';
import type { PricingParts } from '../pricing.parts.ts';
import { maySellFor } from '../pricing.policy.ts';
import type { PricingTables, QuoteRow, QuoteVersionRow } from '../pricing.tables.ts';
import { findOrder, findRenewedTerm, insertOrder, type Order, termsOfLines } from './orders.ts';
import * as repository from './quotes.repository.ts';
import { isInWork, type QuoteDetail, type QuotesService } from './quotes.service.ts';

type PricingTx = Tx<PricingTables>;

/** Who accepts, as the customer writes it. */
export type Acceptance = { name: string; position: string; note: string };
export type Offer = { quote: QuoteRow; version: QuoteVersionRow; content: repository.QuoteContent };

export type OffersService = ReturnType<typeof createOffersService>;

/** From the moment a quote is sent: its link, its acceptance, its end. */
export function createOffersService(
  { database, organisations, audit, clock, calendar }: PricingParts,
  quotes: Pick<QuotesService, 'lockToEdit' | 'detail'>,
) {
  const act = <R>(actor: PersonActor, run: (tx: PricingTx) => Promise<R>) =>
    database.withActor<PricingTables, R>(actor, run);

  const record = (tx: PricingTx, actor: Actor, action: string, quoteId: string, details: Record<string, unknown>) =>
    audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      objects: [{ kind: 'quote', id: quoteId }],
      details,
    });

  /** Also takes what was sent before out of force. The token is shown once and kept as its digest. */
  async function send(actor: PersonActor, quoteId: string): Promise<QuoteDetail & { token: string }> {
    return await act(actor, async (tx) => {
      await quotes.lockToEdit(tx, actor, quoteId);
      const versions = await repository.listVersions(tx, quoteId);
      const version = versions[0]!;
      if (!isInWork(version)) throw new QuoteNotDraftError();
      if (version.needsApproval && version.state !== 'approved') throw new ApprovalNeededError();
      const now = clock.now();
      if (version.validUntil <= now) throw new QuoteExpiredError();
      for (const older of versions.slice(1))
        if (older.state === 'sent')
          await repository.updateVersion(tx, older, { state: 'superseded', closedAt: now, closeReason: '' });
      const token = newToken();
      const sent = { sentBy: actor.personId, sentAt: now, tokenDigest: digestOf(token) };
      await repository.updateVersion(tx, version, { ...sent, state: 'sent' });
      await record(tx, actor, 'quote.sent', quoteId, { version: version.number });
      return { ...(await quotes.detail(tx, quoteId)), token };
    });
  }

  async function withToken<R>(token: string, run: (tx: PricingTx, version: QuoteVersionRow) => Promise<R>): Promise<R> {
    return await database.withActor<PricingTables, R>(anonymous, async (tx) => {
      await repository.bringToken(tx, digestOf(token));
      const version = await repository.findVersionOfToken(tx);
      if (version === null) throw new QuoteLinkError();
      return await run(tx, version);
    });
  }

  function open(token: string): Promise<Offer> {
    return withToken(token, async (tx, version) => ({
      quote: (await repository.findQuote(tx, version.quoteId))!,
      version,
      content: await repository.readContent(tx, version.id),
    }));
  }

  function acceptByLink(token: string, acceptance: Acceptance): Promise<Order> {
    return withToken(token, (tx, { quoteId, number, state }) => {
      // The many who come too late need not queue for the row to hear it.
      if (state === 'accepted') throw new QuoteAlreadyAcceptedError();
      return acceptInTx(tx, anonymous, { quoteId, number, channel: 'link', ...acceptance });
    });
  }

  /** A seller who has the customer's word enters it. */
  function acceptInPortal(actor: PersonActor, quoteId: string, acceptance: Acceptance): Promise<Order> {
    return act(actor, async (tx) => {
      const quote = await repository.findQuote(tx, quoteId);
      if (quote === null) throw new QuoteNotFoundError();
      if (!maySellFor(await organisations.rolesOf(tx as Tx, actor.personId), quote.partnerId))
        throw new PricingForbiddenError();
      if (quote.state === 'accepted') throw new QuoteAlreadyAcceptedError();
      const versions = await repository.listVersions(tx, quoteId);
      const current = versions.find(({ sentAt }) => sentAt !== null);
      if (current === undefined) throw new QuoteNotOpenError();
      return await acceptInTx(tx, actor, { quoteId, number: current.number, channel: 'portal', ...acceptance });
    });
  }

  /**
   * Makes the order of a version, in a transaction that may do more. The quote's row is held, so of many at once one wins and the others hear that.
   * @throws QuoteAlreadyAcceptedError, QuoteSupersededError, QuoteExpiredError, QuoteClosedError, QuoteNotOpenError
   */
  async function acceptInTx(
    tx: PricingTx,
    actor: Actor,
    input: Acceptance & { quoteId: string; number: number; channel: 'link' | 'portal' },
  ): Promise<Order> {
    const { quoteId, number, channel, name, position, note } = input;
    const quote = await repository.lockQuote(tx, quoteId);
    const version = await repository.findVersion(tx, quoteId, number);
    if (quote === null || version === null) throw new QuoteNotFoundError();
    const now = clock.now();
    ensureOpen(quote, version, now);
    const personId = actor.kind === 'person' ? actor.personId : null;
    const accepted = {
      closedAt: now,
      acceptedBy: personId,
      acceptedName: name,
      acceptedPosition: position,
      acceptedNote: note,
    };
    if (!(await repository.updateVersion(tx, version, { ...accepted, state: 'accepted', acceptanceChannel: channel })))
      throw new QuoteAlreadyAcceptedError();
    await repository.updateQuoteState(tx, quoteId, 'accepted');
    const placedOn = calendar.dayOf(now);
    const orderId = newId(now.getTime());
    const { lines } = await repository.readContent(tx, version.id);
    const startsOn = (await findRenewedTerm(tx, quoteId)) ?? placedOn;
    const { kind, partnerId, customerAccountId, currency } = quote;
    const { netMinor, taxMinor, totalMinor } = version;
    await insertOrder(
      tx,
      {
        ...{ id: orderId, number: quote.number.replace(/^P-/, 'O-'), quoteId, versionId: version.id },
        ...{ kind, partnerId, customerAccountId, currency, netMinor, taxMinor, totalMinor },
        ...{ placedOn, placedAt: now, placedBy: personId },
      },
      termsOfLines(lines, orderId, startsOn),
    );
    await record(tx, actor, 'quote.accepted', quoteId, { version: number, orderId, channel });
    const order = (await findOrder(tx, orderId))!;
    await appendEvent(tx, { topic: 'order.placed', version: 1, payload: { orderId, quoteId, partnerId } });
    return order;
  }

  function declineByLink(token: string, reason: string): Promise<void> {
    return withToken(token, async (tx, { quoteId, number }) => {
      const quote = (await repository.lockQuote(tx, quoteId))!;
      const version = (await repository.findVersion(tx, quoteId, number))!;
      ensureOpen(quote, version, clock.now());
      await repository.updateVersion(tx, version, {
        state: 'declined',
        closedAt: clock.now(),
        closeReason: reason,
      });
      await record(tx, anonymous, 'quote.declined', quoteId, { version: number });
      await appendEvent(tx, { topic: 'quote.declined', version: 1, payload: { quoteId } });
    });
  }

  return { send, open, acceptByLink, acceptInPortal, acceptInTx, declineByLink };
}

/** In the order in which a customer would ask: was it accepted, is there a newer one, is it too late? */
function ensureOpen(quote: QuoteRow, version: QuoteVersionRow, now: Date): void {
  if (version.state === 'accepted' || quote.state === 'accepted') throw new QuoteAlreadyAcceptedError();
  if (quote.state === 'cancelled') throw new QuoteClosedError();
  if (version.state === 'superseded') throw new QuoteSupersededError();
  if (version.state !== 'sent') throw new QuoteNotOpenError();
  if (version.validUntil < now) throw new QuoteExpiredError();
}

function digestOf(token: string): string {
  return hashToken(token).toString('hex');
}
