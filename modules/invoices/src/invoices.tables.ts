export type InvoiceKind = 'sale' | 'usage' | 'renewal' | 'other';
export type PaymentMethod = 'transfer' | 'card' | 'cash' | 'mobile_payment' | 'zelle' | 'check' | 'other';

export type InvoiceRow = {
  id: string;
  state: 'draft' | 'issued';
  kind: InvoiceKind;
  series: string;
  year: number | null;
  sequence: number | null;
  number: string | null;
  sourceKey: string | null;
  contentDigest: string;
  orderId: string | null;
  partnerId: string | null;
  customerAccountId: string | null;
  customerName: string;
  customerAddress: string;
  customerCountry: string;
  customerTaxId: Buffer | null;
  currency: string;
  language: 'es' | 'en';
  notes: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  issuedOn: string | null;
  dueDays: number;
  dueOn: string | null;
  createdBy: string | null;
  createdAt: Date;
  issuedBy: string | null;
  issuedAt: Date | null;
  paidMinor: bigint;
  creditedMinor: bigint;
  refundedMinor: bigint;
  paidAt: Date | null;
};

export type InvoiceLineRow = {
  id: string;
  invoiceId: string;
  ordinal: number;
  description: string;
  orderLineId: string | null;
  productId: string | null;
  productCode: string;
  productLine: string;
  knowledgeAssetId: string | null;
  unit: string;
  quantity: bigint;
  netMinor: bigint;
  taxName: string;
  taxPpm: number;
  taxMinor: bigint;
  returnedNetMinor: bigint;
  returnedTaxMinor: bigint;
};

export type PaymentRow = {
  id: string;
  invoiceId: string;
  externalId: string;
  contentDigest: string;
  amountMinor: bigint;
  currency: string;
  method: PaymentMethod;
  reference: string;
  paidAt: Date;
  recordedBy: string | null;
  recordedAt: Date;
};

export type CreditNoteRow = {
  id: string;
  invoiceId: string;
  kind: 'credit' | 'refund';
  series: string;
  year: number;
  sequence: number;
  number: string;
  externalId: string;
  contentDigest: string;
  reason: string;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  issuedOn: string;
  issuedAt: Date;
  issuedBy: string | null;
};

export type CreditNoteLineRow = { creditNoteId: string; invoiceLineId: string; netMinor: bigint; taxMinor: bigint };

export type ScheduleRow = {
  id: string;
  sourceKey: string;
  kind: 'sale' | 'renewal' | 'other';
  orderId: string | null;
  partnerId: string | null;
  customerAccountId: string | null;
  customerName: string;
  customerAddress: string;
  customerCountry: string;
  customerTaxId: Buffer | null;
  currency: string;
  language: 'es' | 'en';
  createdAt: Date;
};

export type ScheduleEntryRow = {
  scheduleId: string;
  ordinal: number;
  label: string;
  issueOn: string | null;
  dueDays: number;
  amountMinor: bigint;
  /** As `writeEntryLines` writes them: amounts as text. */
  lines: unknown;
  invoiceId: string | null;
};

export type InvoicesTables = {
  invoices: InvoiceRow;
  invoiceLines: InvoiceLineRow;
  payments: PaymentRow;
  creditNotes: CreditNoteRow;
  creditNoteLines: CreditNoteLineRow;
  invoiceSchedules: ScheduleRow;
  invoiceScheduleEntries: ScheduleEntryRow;
};
