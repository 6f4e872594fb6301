import type { PaperLanguage } from '@nexus/typesetting';
import type { InvoiceStatus } from '../invoices/invoice-status.ts';

export type PaperWords = {
  invoice: string;
  draft: string;
  creditNote: string;
  refund: string;
  ofInvoice: string;
  reason: string;
  customer: string;
  taxId: string;
  address: string;
  date: string;
  due: string;
  currency: string;
  head: readonly [string, string, string, string];
  netTotal: string;
  total: string;
  exempt: string;
  paid: string;
  open: string;
  csv: readonly string[];
  statuses: Record<InvoiceStatus, string>;
};

const es: PaperWords = {
  invoice: 'Factura',
  draft: 'Borrador: sin número y sin valor fiscal',
  creditNote: 'Nota de crédito',
  refund: 'Nota de crédito con devolución',
  ofInvoice: 'De la factura',
  reason: 'Motivo',
  customer: 'Cliente',
  taxId: 'Identificación fiscal',
  address: 'Dirección',
  date: 'Fecha',
  due: 'Vence',
  currency: 'Moneda',
  head: ['Concepto', 'Cantidad', 'Impuesto', 'Importe'],
  netTotal: 'Total sin impuestos',
  total: 'Total',
  exempt: 'Exento',
  paid: 'Pagado',
  open: 'Por pagar',
  csv: [
    'Número',
    'Fecha',
    'Vence',
    'Estado',
    'Cliente',
    'Socio',
    'Moneda',
    'Neto',
    'Impuestos',
    'Total',
    'Pagado',
    'Acreditado',
    'Devuelto',
    'Por pagar',
  ],
  statuses: { draft: 'Borrador', open: 'Por pagar', overdue: 'Vencida', paid: 'Pagada', credited: 'Acreditada' },
};

const en: PaperWords = {
  invoice: 'Invoice',
  draft: 'Draft: no number, not an invoice yet',
  creditNote: 'Credit note',
  refund: 'Credit note with refund',
  ofInvoice: 'Of invoice',
  reason: 'Reason',
  customer: 'Customer',
  taxId: 'Tax id',
  address: 'Address',
  date: 'Date',
  due: 'Due',
  currency: 'Currency',
  head: ['Description', 'Quantity', 'Tax', 'Amount'],
  netTotal: 'Total before tax',
  total: 'Total',
  exempt: 'Exempt',
  paid: 'Paid',
  open: 'To pay',
  csv: [
    'Number',
    'Date',
    'Due',
    'Status',
    'Customer',
    'Partner',
    'Currency',
    'Net',
    'Tax',
    'Total',
    'Paid',
    'Credited',
    'Refunded',
    'To pay',
  ],
  statuses: { draft: 'Draft', open: 'Open', overdue: 'Overdue', paid: 'Paid', credited: 'Credited' },
};

export function wordsIn(language: PaperLanguage): PaperWords {
  return language === 'es' ? es : en;
}
