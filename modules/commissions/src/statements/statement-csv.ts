import { type CsvCell, decimalOf, writeCsv } from '@nexus/kernel';
import type { StatementLine } from './statements.repository.ts';

const header = [
  'line',
  'date',
  'sale',
  'sale_line',
  'invoice',
  'product',
  'seller',
  'kind',
  'level',
  'rule',
  'plan_version',
  'base',
  'rate_percent',
  'share_percent',
  'amount',
  'currency',
  'reason',
  'refund',
  'belongs_to_month',
  'released',
  'ledger_transaction',
];

/** A partner's month as a table: one row for each decision, the same columns as the page. */
export function statementCsv(lines: readonly StatementLine[], names: ReadonlyMap<string, string>): string {
  return writeCsv(
    header,
    lines.map((line): CsvCell[] => [
      line.id,
      line.occurredAt.toISOString(),
      line.saleExternalId,
      line.saleLine,
      line.invoiceRef,
      line.productRef,
      line.sellerId === null ? null : (names.get(line.sellerId) ?? line.sellerId),
      line.ordinal > 0 ? `${line.kind} taken back` : line.kind,
      line.level,
      line.rule,
      line.planNumber,
      decimalOf({ minor: line.baseMinor, currency: line.currency }),
      percent(line.ratePpm),
      line.sharePpm === null ? null : percent(line.sharePpm),
      decimalOf({ minor: line.amountMinor, currency: line.currency }),
      line.currency,
      line.reason,
      line.refundExternalId,
      line.belongsTo,
      line.releaseAt?.toISOString() ?? null,
      line.ledgerTxId,
    ]),
  );
}

/** Parts per million as per cent, exactly: 165,000 is "16.5". */
function percent(ppm: number): string {
  const digits = String(ppm).padStart(5, '0');
  const decimals = digits.slice(-4).replace(/0+$/, '');
  return decimals === '' ? digits.slice(0, -4) : `${digits.slice(0, -4)}.${decimals}`;
}
