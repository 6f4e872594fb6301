import type { SaleTerms } from '@nexus/commission-plan';
import { currencyExponent, ensureSameCurrency, InvalidInputError, type Money } from '@nexus/kernel';
import type { RefundEvent, SaleEvent } from './sale-event.ts';

type MoneyText = { minor: string; currency: string };

export type SaleRequest = {
  externalId: string;
  partnerId: string;
  customerId: string;
  orderRef: string;
  invoiceRef: string;
  paidAt: string;
  terms?:
    | Exclude<SaleTerms, { type: 'joint_product' }>
    | { type: 'joint_product'; directCosts: MoneyText; parties: (string | null)[] }
    | undefined;
  lines: { productRef: string; description: string; net: MoneyText; tax?: MoneyText | undefined }[];
};

/** A request as a fact. @throws MixedCurrenciesError when its amounts are in several currencies */
export function saleOf(body: SaleRequest): SaleEvent {
  const { paidAt, terms, lines, ...names } = body;
  const first = read(lines[0]!.net);
  const inOne = (text: MoneyText): bigint => {
    const amount = read(text);
    ensureSameCurrency(first, amount);
    return amount.minor;
  };
  return {
    ...names,
    paidAt: new Date(paidAt),
    currency: first.currency,
    ...(terms === undefined
      ? {}
      : {
          terms:
            terms.type === 'joint_product'
              ? { type: terms.type, directCostsMinor: inOne(terms.directCosts), parties: terms.parties }
              : terms,
        }),
    lines: lines.map(({ productRef, description, net, tax }) => ({
      productRef,
      description,
      netMinor: inOne(net),
      taxMinor: tax === undefined ? 0n : inOne(tax),
    })),
  };
}

export function refundOf(
  saleExternalId: string,
  body: { externalId: string; occurredAt: string; lines: 'all' | { line: number; net: MoneyText }[] },
): RefundEvent {
  const { externalId, occurredAt, lines } = body;
  return {
    externalId,
    saleExternalId,
    occurredAt: new Date(occurredAt),
    lines: lines === 'all' ? lines : lines.map(({ line, net }) => ({ line, netMinor: read(net).minor })),
  };
}

/** "36.5012" units of `quote` for one of `base`, as a ratio between their smallest units. */
export function ratioOf(rate: string, base: string, quote: string): { numerator: bigint; denominator: bigint } {
  const [whole, decimals = ''] = rate.split('.') as [string, string?];
  const numerator = BigInt(whole + decimals) * 10n ** BigInt(currencyExponent(quote));
  const denominator = 10n ** BigInt(decimals.length + currencyExponent(base));
  if (numerator === 0n) throw new InvalidInputError('A rate is above zero.', [{ path: 'rate', message: 'above zero' }]);
  if (base === quote) throw new InvalidInputError('A rate is between two currencies.');
  return { numerator, denominator };
}

function read({ minor, currency }: MoneyText): Money {
  return { minor: BigInt(minor), currency };
}
