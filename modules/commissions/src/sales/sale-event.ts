import { createHash } from 'node:crypto';
import type { SaleTerms } from '@nexus/commission-plan';
import { isCurrency } from '@nexus/kernel';
import { SaleInvalidError } from '../commissions.errors.ts';

/** An order that was paid: the fact from which commissions follow. Net is without tax and after discounts. */
export type SaleEvent = {
  /** Names the fact outside, such as the payment of an invoice. The same name with the same content is recorded once. */
  externalId: string;
  partnerId: string;
  customerId: string;
  /** An order counts once toward a tier, however many payments it has. */
  orderRef: string;
  invoiceRef: string;
  paidAt: Date;
  currency: string;
  /** A commission by kind and tier when nothing else was agreed. */
  terms?: SaleTerms;
  lines: readonly { productRef: string; description: string; netMinor: bigint; taxMinor: bigint }[];
};

export type RefundEvent = {
  externalId: string;
  saleExternalId: string;
  occurredAt: Date;
  /** By the place of the line in the sale, from 1; net amounts. `all` is whatever is left of every line. */
  lines: 'all' | readonly { line: number; netMinor: bigint }[];
};

/** @throws SaleInvalidError that says which part is wrong */
export function ensureSaleValid(sale: SaleEvent, now: Date): void {
  const fail = (path: string, message: string): never => {
    throw new SaleInvalidError(`The sale ${sale.externalId} cannot be recorded.`, [{ path, message }]);
  };
  if (!isCurrency(sale.currency)) fail('currency', 'not a currency of ISO 4217');
  if (sale.lines.length === 0 || sale.lines.length > 500) fail('lines', '1 to 500 lines');
  sale.lines.forEach(({ netMinor, taxMinor }, index) => {
    if (netMinor <= 0n) fail(`lines/${index}/net`, 'an amount above zero');
    if (taxMinor < 0n) fail(`lines/${index}/tax`, 'not below zero');
  });
  // A clock that is a little ahead is no reason to refuse a payment.
  if (sale.paidAt.getTime() > now.getTime() + clockSlackMs) fail('paidAt', 'lies in the future');
}

export function saleNet(sale: SaleEvent): bigint {
  return sale.lines.reduce((sum, { netMinor }) => sum + netMinor, 0n);
}

/** SHA-256 over everything that makes two events the same. */
export function eventHash(event: SaleEvent | RefundEvent): Buffer {
  const text = JSON.stringify(event, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : sorted(value)));
  return createHash('sha256').update(text).digest();
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const clockSlackMs = 5 * 60_000;
