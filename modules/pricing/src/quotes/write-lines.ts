import { addMoney, type Money, mulRate, newId, sumMoney } from '@nexus/kernel';
import type { PlanVersion } from '../catalogue/plans.repository.ts';
import { exactCharge, lineAmount } from '../prices/exact-charge.ts';
import type { Charge, Unit } from '../prices/units.ts';
import { NoPriceError } from '../pricing.errors.ts';
import type { LicenceTerms, ProductRow, QuoteItem, QuoteLineRow } from '../pricing.tables.ts';

/** What an item needs to become lines: found by the service, so that this is arithmetic alone. */
export type ResolvedItem =
  | { item: Extract<QuoteItem, { kind: 'plan' }>; product: ProductRow; planName: Names; version: PlanVersion }
  | { item: Extract<QuoteItem, { kind: 'maintenance' }>; sold: QuoteLineRow; taxCategory: string };

export type Tax = { name: string; ppm: number };
type Names = { es: string; en: string };
export type WrittenLine = Omit<QuoteLineRow, 'versionId'>;
export type WrittenLines = { lines: WrittenLine[]; net: Money; tax: Money; total: Money; discountPpm: number };

/**
 * The lines of a quote. Each is rounded once, its tax once; totals are sums of lines. Taxes are rounded half up, as invoices do.
 * @param taxOf the rate of a tax category
 */
export function writeLines(
  resolved: readonly ResolvedItem[],
  currency: string,
  taxOf: (category: string) => Tax,
): WrittenLines {
  const drafts = resolved.flatMap((entry, index) =>
    'sold' in entry ? [maintenanceAgain(entry, index + 1, currency)] : planLines(entry, index + 1, currency),
  );
  const lines = drafts.map(({ taxCategory, ...line }, index): WrittenLine => {
    const tax = taxOf(taxCategory);
    const taxMinor = mulRate({ minor: line.netMinor, currency }, tax.ppm, 'half-up').minor;
    return { ...line, id: newId(), ordinal: index + 1, taxName: tax.name, taxPpm: tax.ppm, taxMinor };
  });
  const sum = (pick: (line: WrittenLine) => bigint) =>
    sumMoney(
      lines.map((line) => ({ minor: pick(line), currency })),
      currency,
    );
  const net = sum((line) => line.netMinor);
  const tax = sum((line) => line.taxMinor);
  const discountPpm = Math.max(0, ...lines.map((line) => line.discountPpm));
  return { lines, net, tax, total: addMoney(net, tax), discountPpm };
}

type DraftLine = Omit<WrittenLine, 'id' | 'ordinal' | 'taxName' | 'taxPpm' | 'taxMinor'> & { taxCategory: string };

function planLines(
  { item, product, planName, version }: Extract<ResolvedItem, { version: PlanVersion }>,
  number: number,
  currency: string,
): DraftLine[] {
  ensureUnitsHavePrices(item.quantities, version, product.code);
  const base = {
    item: number,
    productId: product.id,
    productCode: product.code,
    productLine: product.productLine,
    serviceKind: product.serviceKind,
    knowledgeAssetId: product.knowledgeAssetId,
    planVersionId: version.id,
    nameEs: nameOf(product.nameEs, planName.es),
    nameEn: nameOf(product.nameEn, planName.en),
    taxCategory: product.taxCategory,
    basisMinor: null,
    basisPpm: null,
    licence: null,
  };
  const lines = version.components.flatMap((component): DraftLine[] => {
    const { charge, unit } = component;
    if (item.recurringOnly && charge === 'once') return [];
    if (charge === 'usage')
      return [
        {
          ...base,
          kind: 'usage',
          charge,
          componentId: component.id,
          unit,
          quantity: 0n,
          periods: 1,
          listMinor: 0n,
          discountPpm: item.discountPpm,
          netMinor: 0n,
        },
      ];
    const quantity = unit === 'contract' ? 1n : BigInt(item.quantities[unit] ?? 0);
    if (quantity === 0n) return [];
    const periods = periodsOf(charge, version.termMonths);
    const exact = exactCharge(component, quantity);
    return [
      {
        ...base,
        kind: product.kind === 'service' ? 'service' : 'licence',
        charge,
        componentId: component.id,
        unit,
        quantity,
        periods,
        listMinor: lineAmount(exact, currency, { periods }).minor,
        discountPpm: item.discountPpm,
        netMinor: lineAmount(exact, currency, { periods, discountPpm: item.discountPpm }).minor,
      },
    ];
  });
  if (lines.length === 0)
    throw new NoPriceError(`Nothing of ${product.code} is charged: give a quantity of what the plan has a price for.`);
  if (product.kind !== 'service') lines[0]!.licence = licenceOf(item, product, version);
  return item.withMaintenance ? [...lines, ...firstMaintenance(lines, version, currency)] : lines;
}

/** The first year: a share of what is paid once, after its discount. */
function firstMaintenance(lines: readonly DraftLine[], version: PlanVersion, currency: string): DraftLine[] {
  const once = lines.filter(({ kind, charge }) => kind === 'licence' && charge === 'once');
  if (version.maintenancePpm === 0 || once.length === 0)
    throw new NoPriceError('This plan has no maintenance. Leave it out, or choose a plan that has.');
  const basis = sumMoney(
    once.map(({ netMinor }) => ({ minor: netMinor, currency })),
    currency,
  );
  return [maintenanceLine(lines[0]!, basis, version.maintenancePpm, 0)];
}

function maintenanceAgain(
  { item, sold, taxCategory }: Extract<ResolvedItem, { sold: QuoteLineRow }>,
  number: number,
  currency: string,
): DraftLine {
  const basis = { minor: sold.basisMinor!, currency };
  const { id: _, versionId: __, ordinal: ___, taxName: ____, taxPpm: _____, taxMinor: ______, ...kept } = sold;
  return maintenanceLine({ ...kept, item: number, taxCategory }, basis, sold.basisPpm!, item.discountPpm);
}

function maintenanceLine(of: DraftLine, basis: Money, ppm: number, discountPpm: number): DraftLine {
  const exact = { numerator: basis.minor * BigInt(ppm), denominator: 1_000_000n };
  return {
    ...of,
    kind: 'maintenance',
    charge: 'yearly',
    componentId: null,
    unit: 'contract',
    quantity: 1n,
    periods: 1,
    listMinor: lineAmount(exact, basis.currency).minor,
    discountPpm,
    netMinor: lineAmount(exact, basis.currency, { discountPpm }).minor,
    basisMinor: basis.minor,
    basisPpm: ppm,
    licence: null,
  };
}

function licenceOf(
  { quantities }: Extract<QuoteItem, { kind: 'plan' }>,
  product: ProductRow,
  version: PlanVersion,
): LicenceTerms {
  const counted = version.components
    .filter(({ charge, unit }) => charge !== 'usage' && unit !== 'contract')
    .map(({ unit }) => [unit, quantities[unit] ?? '0'] as const);
  return {
    model: version.model as LicenceTerms['model'],
    productCode: product.code,
    entitlements: [
      ...new Set([...(product.entitlement === null ? [] : [product.entitlement]), ...version.entitlements]),
    ],
    limits: { ...version.limits, ...Object.fromEntries(counted) },
    termMonths: version.termMonths,
    maintenancePpm: version.maintenancePpm,
    metered: version.components.filter(({ charge }) => charge === 'usage').map(({ unit }) => unit),
  };
}

function ensureUnitsHavePrices(quantities: Partial<Record<Unit, string>>, version: PlanVersion, code: string): void {
  const priced = new Set(version.components.filter(({ charge }) => charge !== 'usage').map(({ unit }) => unit));
  for (const [unit, quantity] of Object.entries(quantities))
    if (BigInt(quantity) > 0n && !priced.has(unit as Unit))
      throw new NoPriceError(`${code} has no price for the unit "${unit}" in this plan.`);
}

function periodsOf(charge: Charge, termMonths: number): number {
  if (charge === 'monthly') return termMonths;
  return charge === 'yearly' ? Math.ceil(termMonths / 12) : 1;
}

function nameOf(product: string, plan: string): string {
  return product === plan ? product : `${product} · ${plan}`;
}
