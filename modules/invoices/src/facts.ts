import type { Money } from '@nexus/kernel';
import type { CreditNote } from './credit-notes/credit-notes.repository.ts';
import type { Invoice } from './invoices/invoices.repository.ts';

/** What others make of a paid invoice: sales, commissions, licences. Net amounts by line, with what they were ordered as. */
export type PaidInvoice = {
  invoiceId: string;
  number: string;
  kind: Invoice['kind'];
  orderId: string | null;
  partnerId: string | null;
  customer: { accountId: string | null; name: string; country: string };
  paidAt: Date;
  net: Money;
  lines: PaidLine[];
};

export type PaidLine = {
  invoiceLineId: string;
  orderLineId: string | null;
  description: string;
  productId: string | null;
  productCode: string;
  productLine: string;
  knowledgeAssetId: string | null;
  quantity: bigint;
  net: Money;
};

/** Null until nothing is owed any more. Pure: the same invoice gives the same facts, whether they come by event or by call. */
export function paidFacts(invoice: Invoice): PaidInvoice | null {
  if (invoice.state !== 'issued' || invoice.paidAt === null) return null;
  const { currency } = invoice;
  return {
    invoiceId: invoice.id,
    number: invoice.number!,
    kind: invoice.kind,
    orderId: invoice.orderId,
    partnerId: invoice.partnerId,
    customer: {
      accountId: invoice.customerAccountId,
      name: invoice.customerName,
      country: invoice.customerCountry,
    },
    paidAt: invoice.paidAt,
    net: { minor: invoice.netMinor, currency },
    lines: invoice.lines.map((line) => ({
      invoiceLineId: line.id,
      orderLineId: line.orderLineId,
      description: line.description,
      productId: line.productId,
      productCode: line.productCode,
      productLine: line.productLine,
      knowledgeAssetId: line.knowledgeAssetId,
      quantity: line.quantity,
      net: { minor: line.netMinor, currency },
    })),
  };
}

/** What went back, by line, before tax. */
export type RefundFacts = {
  creditNoteId: string;
  number: string;
  invoiceId: string;
  refundedAt: Date;
  lines: { invoiceLineId: string; net: Money }[];
};

export function refundFacts(note: CreditNote): RefundFacts {
  return {
    creditNoteId: note.id,
    number: note.number,
    invoiceId: note.invoiceId,
    refundedAt: note.issuedAt,
    lines: note.lines.map(({ invoiceLineId, netMinor }) => ({
      invoiceLineId,
      net: { minor: netMinor, currency: note.currency },
    })),
  };
}
