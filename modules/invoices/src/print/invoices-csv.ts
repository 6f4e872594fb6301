import { decimalOf, writeCsv } from '@nexus/kernel';
import type { NamedInvoice } from '../invoices/invoices.service.ts';
import { statusOf } from '../invoices/invoices.view.ts';
import { wordsIn } from './words.ts';

/** With a byte order mark, so that spreadsheets read accents; amounts with a point and the currency in a column of its own. */
export function csvOfInvoices(rows: readonly NamedInvoice[], today: string, language: 'es' | 'en'): string {
  const words = wordsIn(language);
  const cells = rows.map((row) => {
    const decimal = (minor: bigint) => decimalOf({ minor, currency: row.currency });
    return [
      row.number,
      row.issuedOn,
      row.dueOn,
      words.statuses[statusOf(row, today)],
      row.customerName,
      row.partnerName,
      row.currency,
      ...[row.netMinor, row.taxMinor, row.totalMinor, row.paidMinor, row.creditedMinor, row.refundedMinor].map(decimal),
      decimal(row.totalMinor - row.paidMinor - row.creditedMinor),
    ];
  });
  return `\uFEFF${writeCsv(words.csv, cells)}`;
}
