import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import { CatalogueEntryNotFoundError, PricingForbiddenError } from '../pricing.errors.ts';
import type { PricingParts } from '../pricing.parts.ts';
import { mayEditDiscountLimits, mayEditTaxes } from '../pricing.policy.ts';
import type { DiscountLimitRow, PricingTables } from '../pricing.tables.ts';
import type { NewTaxRate } from './catalogue.schemas.ts';
import * as taxes from './taxes.repository.ts';

export type TaxesService = ReturnType<typeof createTaxesService>;

export function createTaxesService({ database, organisations, audit, clock }: PricingParts) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<PricingTables>) => Promise<R>) =>
    database.withActor<PricingTables, R>(actor, run);

  async function create(actor: PersonActor, input: NewTaxRate): Promise<taxes.TaxRate> {
    return await act(actor, async (tx) => {
      if (!mayEditTaxes(await organisations.rolesOf(tx as Tx, actor.personId))) throw new PricingForbiddenError();
      const now = clock.now();
      const rate = { ...input, id: newId(now.getTime()), createdBy: actor.personId, createdAt: now };
      await taxes.insertTaxRate(tx, rate);
      const objects = [{ kind: 'tax_rate', id: rate.id }];
      await audit.record(tx as Tx, { actor, action: 'tax_rate.created', outcome: 'success', objects });
      return rate;
    });
  }

  /** @param day the first day without it */
  async function end(actor: PersonActor, rateId: string, day: string): Promise<void> {
    await act(actor, async (tx) => {
      if (!mayEditTaxes(await organisations.rolesOf(tx as Tx, actor.personId))) throw new PricingForbiddenError();
      if (!(await taxes.endTaxRate(tx, rateId, day)))
        throw new CatalogueEntryNotFoundError('open tax rate that began before this day');
      const objects = [{ kind: 'tax_rate', id: rateId }];
      await audit.record(tx as Tx, { actor, action: 'tax_rate.ended', outcome: 'success', objects });
    });
  }

  async function setLimit(actor: PersonActor, role: string, limitPpm: number): Promise<DiscountLimitRow> {
    return await act(actor, async (tx) => {
      if (!mayEditDiscountLimits(await organisations.rolesOf(tx as Tx, actor.personId)))
        throw new PricingForbiddenError();
      if (!(await taxes.updateDiscountLimit(tx, role, limitPpm))) throw new CatalogueEntryNotFoundError('role');
      await audit.record(tx as Tx, {
        actor,
        action: 'discount_limit.changed',
        outcome: 'success',
        details: { role, limitPpm },
      });
      return { role, limitPpm };
    });
  }

  return {
    create,
    end,
    setLimit,
    list: (actor: PersonActor) => act(actor, taxes.listTaxRates),
    limits: (actor: PersonActor) => act(actor, taxes.listDiscountLimits),
  };
}
