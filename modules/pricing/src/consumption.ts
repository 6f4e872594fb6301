import type { Tx } from '@nexus/db';
import type { Money } from '@nexus/kernel';
import { findVersion } from './catalogue/plans.repository.ts';
import { exactCharge, lineAmount } from './prices/exact-charge.ts';
import type { Unit } from './prices/units.ts';
import { CatalogueEntryNotFoundError, NoPriceError } from './pricing.errors.ts';
import type { PricingTables } from './pricing.tables.ts';

/**
 * What `quantity` metered units of one period cost at the prices that were sold, rounded once.
 * @param quantity whole units used in the period
 * @throws NoPriceError where the plan version does not meter the unit
 */
export async function priceConsumption(
  tx: Tx,
  input: { planVersionId: string; unit: Unit; quantity: bigint; discountPpm?: number },
): Promise<Money> {
  const version = await findVersion(tx as Tx<PricingTables>, input.planVersionId);
  if (version === null) throw new CatalogueEntryNotFoundError('version of a price plan');
  const component = version.components.find(({ charge, unit }) => charge === 'usage' && unit === input.unit);
  if (component === undefined)
    throw new NoPriceError(`This plan has no price for metered units of "${input.unit}".`, 'unit');
  return lineAmount(exactCharge(component, input.quantity), version.currency, {
    discountPpm: input.discountPpm ?? 0,
  });
}
