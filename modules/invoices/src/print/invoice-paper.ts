import { amountText, dayText, type PaperLanguage, percentText, quantityText, setPdf } from '@nexus/typesetting';
import type { CreditNote } from '../credit-notes/credit-notes.repository.ts';
import type { InvoiceDetail } from '../invoices/invoices.service.ts';
import type { Issuer } from '../invoices.ports.ts';
import { template } from './invoice-template.ts';
import { type PaperWords, wordsIn } from './words.ts';

export function setInvoice(detail: InvoiceDetail, issuer: Issuer): Promise<Buffer> {
  return setPdf(template, invoicePaper(detail, issuer));
}

export function setCreditNote(note: CreditNote, detail: InvoiceDetail, issuer: Issuer): Promise<Buffer> {
  return setPdf(template, creditNotePaper(note, detail, issuer));
}

/** The invoice as texts in their places. */
export function invoicePaper({ invoice, taxId, payments }: InvoiceDetail, issuer: Issuer) {
  const { language, currency } = invoice;
  const words = wordsIn(language);
  const amount = (minor: bigint) => amountText({ minor, currency }, language);
  const isPaidInPart = invoice.paidMinor > 0n || invoice.creditedMinor > 0n;
  return {
    language,
    issuer,
    title: `${words.invoice}${invoice.number === null ? '' : ` ${invoice.number}`}`,
    warning: invoice.number === null ? words.draft : '',
    facts: [
      ...customerFacts(invoice, taxId, words),
      ...(invoice.issuedOn === null ? [] : [[words.date, dayText(invoice.issuedOn, language)]]),
      ...(invoice.dueOn === null ? [] : [[words.due, dayText(invoice.dueOn, language)]]),
      [words.currency, currency],
    ],
    head: words.head,
    lines: invoice.lines.map((line) => [
      line.description,
      quantityText(line.quantity, language),
      taxText(line, words, language),
      amount(line.netMinor),
    ]),
    totals: [
      [words.netTotal, amount(invoice.netMinor)],
      ...taxRows(invoice.lines, words, language, amount),
      [words.total, amount(invoice.totalMinor)],
    ],
    after:
      payments.length > 0 || isPaidInPart
        ? [
            [words.paid, amount(invoice.paidMinor)],
            [words.open, amount(invoice.totalMinor - invoice.paidMinor - invoice.creditedMinor)],
          ]
        : [],
    notes: invoice.notes,
  };
}

export function creditNotePaper(note: CreditNote, { invoice, taxId }: InvoiceDetail, issuer: Issuer) {
  const { language, currency } = invoice;
  const words = wordsIn(language);
  const amount = (minor: bigint) => amountText({ minor, currency }, language);
  const lineOf = new Map(invoice.lines.map((line) => [line.id, line]));
  const lines = note.lines.map((line) => ({ ...lineOf.get(line.invoiceLineId)!, ...line }));
  return {
    language,
    issuer,
    title: `${note.kind === 'refund' ? words.refund : words.creditNote} ${note.number}`,
    warning: '',
    facts: [
      ...customerFacts(invoice, taxId, words),
      [words.date, dayText(note.issuedOn, language)],
      [words.ofInvoice, invoice.number!],
      [words.reason, note.reason],
      [words.currency, currency],
    ],
    head: words.head,
    lines: lines.map((line) => [line.description, '', taxText(line, words, language), amount(line.netMinor)]),
    totals: [
      [words.netTotal, amount(note.netMinor)],
      ...taxRows(lines, words, language, amount),
      [words.total, amount(note.totalMinor)],
    ],
    after: [],
    notes: '',
  };
}

type TaxedLine = { taxName: string; taxPpm: number; taxMinor: bigint };

function customerFacts(invoice: InvoiceDetail['invoice'], taxId: string | null, words: PaperWords): string[][] {
  return [
    [words.customer, invoice.customerName],
    ...(taxId === null ? [] : [[words.taxId, taxId]]),
    ...(invoice.customerAddress === '' ? [] : [[words.address, invoice.customerAddress]]),
  ];
}

function taxText({ taxName, taxPpm }: TaxedLine, words: PaperWords, language: PaperLanguage): string {
  return taxPpm === 0 ? words.exempt : `${taxName} ${percentText(taxPpm, language)}`.trim();
}

/** One row for each rate: the sum of its lines' taxes. */
function taxRows(
  lines: readonly TaxedLine[],
  words: PaperWords,
  language: PaperLanguage,
  amount: (minor: bigint) => string,
): string[][] {
  const groups = Map.groupBy(lines, (line) => taxText(line, words, language));
  return [...groups].map(([name, group]) => [name, amount(group.reduce((sum, { taxMinor }) => sum + taxMinor, 0n))]);
}
