import type { Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import {
  NoApprovalAskedError,
  OwnDiscountError,
  PricingForbiddenError,
  QuoteNotFoundError,
} from '../pricing.errors.ts';
import type { PricingParts } from '../pricing.parts.ts';
import { mayDecideDiscounts } from '../pricing.policy.ts';
import type { PricingTables } from '../pricing.tables.ts';
import * as repository from './quotes.repository.ts';
import type { QuoteDetail, QuotesService } from './quotes.service.ts';

export type DiscountsService = ReturnType<typeof createDiscountsService>;

/** Discounts above what their author gives alone: asked for by one person, decided by another. */
export function createDiscountsService(
  { database, organisations, audit, clock }: PricingParts,
  quotes: Pick<QuotesService, 'lockToEdit' | 'detail'>,
) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<PricingTables>) => Promise<R>) =>
    database.withActor<PricingTables, R>(actor, run);

  async function ask(actor: PersonActor, quoteId: string, reason: string): Promise<QuoteDetail> {
    return await act(actor, async (tx) => {
      await quotes.lockToEdit(tx, actor, quoteId);
      const version = (await repository.listVersions(tx, quoteId))[0]!;
      if (version.state !== 'draft' || !version.needsApproval) throw new NoApprovalAskedError();
      const asked = { askedBy: actor.personId, askedAt: clock.now(), askReason: reason };
      const fresh = { decidedBy: null, decidedAt: null, decision: null, decisionReason: null };
      await repository.updateVersion(tx, version, { ...asked, ...fresh, state: 'awaiting_approval' });
      await audit.record(tx as Tx, {
        actor,
        action: 'quote.approval_asked',
        outcome: 'success',
        objects: [{ kind: 'quote', id: quoteId }],
        details: { version: version.number, discountPpm: version.discountPpm },
      });
      return await quotes.detail(tx, quoteId);
    });
  }

  async function decide(
    actor: PersonActor,
    quoteId: string,
    { approve, reason }: { approve: boolean; reason: string },
  ): Promise<QuoteDetail> {
    return await act(actor, async (tx) => {
      if ((await repository.findQuote(tx, quoteId)) === null) throw new QuoteNotFoundError();
      if (!mayDecideDiscounts(await organisations.rolesOf(tx as Tx, actor.personId))) throw new PricingForbiddenError();
      await repository.lockQuote(tx, quoteId);
      const version = (await repository.listVersions(tx, quoteId))[0]!;
      if (version.state !== 'awaiting_approval') throw new NoApprovalAskedError();
      if (version.writtenBy === actor.personId || version.askedBy === actor.personId) throw new OwnDiscountError();
      await repository.updateVersion(tx, version, {
        state: approve ? 'approved' : 'draft',
        decidedBy: actor.personId,
        decidedAt: clock.now(),
        decision: approve ? 'approved' : 'refused',
        decisionReason: reason,
      });
      await audit.record(tx as Tx, {
        actor,
        action: approve ? 'quote.discount_approved' : 'quote.discount_refused',
        outcome: 'success',
        objects: [{ kind: 'quote', id: quoteId }],
        reason,
        details: { version: version.number, discountPpm: version.discountPpm },
      });
      return await quotes.detail(tx, quoteId);
    });
  }

  return { ask, decide };
}
