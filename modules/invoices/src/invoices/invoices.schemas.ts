import { moneySchema, PageQuery, positiveMoneySchema, Timestamp } from '@nexus/http';
import { isCurrency, wholePpm } from '@nexus/kernel';
import { z } from 'zod';
import { invoiceStatuses } from './invoice-status.ts';

export const InvoiceParams = z.object({ invoiceId: z.uuid() });
export const CreditNoteParams = z.object({ creditNoteId: z.uuid() });
export const Day = z.iso.date();
const Currency = z.string().refine(isCurrency, 'a currency code of ISO 4217, such as EUR or VES');
const Language = z.enum(['es', 'en']);
const methods = ['transfer', 'card', 'cash', 'mobile_payment', 'zelle', 'check', 'other'] as const;
const kinds = ['sale', 'usage', 'renewal', 'other'] as const;

export const NewInvoiceBody = z.object({
  partnerId: z.uuid().nullable().default(null),
  orderId: z.uuid().nullable().default(null),
  customer: z.object({
    accountId: z.uuid().nullable().default(null),
    name: z.string().trim().min(1).max(300),
    address: z.string().trim().max(1000).default(''),
    country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166, such as VE'),
    taxId: z.string().trim().min(1).max(60).nullable().default(null),
  }),
  currency: Currency,
  language: Language.default('es'),
  notes: z.string().trim().max(4000).default(''),
  dueDays: z.number().int().min(0).max(3650).default(30),
  lines: z
    .array(
      z.object({
        description: z.string().trim().min(1).max(500),
        productLine: z.string().max(40).default(''),
        knowledgeAssetId: z.uuid().nullable().default(null),
        quantity: z
          .string()
          .regex(/^[1-9]\d{0,14}$/, 'a whole number above 0 as text')
          .default('1')
          .transform(BigInt),
        net: positiveMoneySchema.describe('Of the whole line, before tax'),
        taxName: z.string().trim().max(60).default(''),
        taxPpm: z.number().int().min(0).max(wholePpm).default(0),
      }),
    )
    .min(1)
    .max(200),
});
export type NewInvoiceInput = z.infer<typeof NewInvoiceBody>;

export const PaymentBody = z.object({
  externalId: z.string().trim().min(1).max(200).describe("The bank's or provider's own name of it; recorded once"),
  amount: positiveMoneySchema,
  method: z.enum(methods).default('transfer'),
  reference: z.string().trim().max(300).default(''),
  paidAt: Timestamp,
});

export const CreditNoteBody = z.object({
  kind: z.enum(['credit', 'refund']).describe('`credit` lowers what is owed; `refund` gives back what was paid'),
  externalId: z.string().trim().min(1).max(200).describe('Your own name of it; written once'),
  reason: z.string().trim().min(1).max(1000),
  lines: z
    .array(z.object({ invoiceLineId: z.uuid(), net: positiveMoneySchema.describe('Before tax') }))
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe('Null: everything that is left'),
});

const Filter = z.object({
  status: z.enum(invoiceStatuses).optional(),
  currency: Currency.optional(),
  orderId: z.uuid().optional(),
  partnerId: z.uuid().optional(),
  customerAccountId: z.uuid().optional(),
  issuedFrom: Day.optional(),
  issuedTo: Day.optional(),
  text: z.string().trim().min(1).max(100).optional().describe('Part of the number or of the customer’s name'),
});
export const InvoiceQuery = PageQuery.extend(Filter.shape);
export const ExportQuery = Filter.extend({ language: Language.default('es') });

export const InvoiceHeadView = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  kind: z.enum(kinds),
  status: z.enum(invoiceStatuses),
  partnerId: z.uuid().nullable(),
  partnerName: z.string().nullable(),
  orderId: z.uuid().nullable(),
  customerAccountId: z.uuid().nullable(),
  customerName: z.string(),
  net: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  paid: moneySchema,
  credited: moneySchema,
  refunded: moneySchema,
  open: moneySchema.describe('Still owed'),
  issuedOn: Day.nullable(),
  dueOn: Day.nullable(),
  paidAt: Timestamp.nullable(),
});

export const PaymentView = z.object({
  id: z.uuid(),
  externalId: z.string(),
  amount: moneySchema,
  method: z.enum(methods),
  reference: z.string(),
  paidAt: Timestamp,
});

export const CreditNoteView = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(['credit', 'refund']),
  externalId: z.string(),
  reason: z.string(),
  net: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  issuedOn: Day,
  lines: z.array(z.object({ invoiceLineId: z.uuid(), net: moneySchema, tax: moneySchema })),
});

export const InvoiceView = InvoiceHeadView.extend({
  customer: z.object({ address: z.string(), country: z.string(), taxId: z.string().nullable() }),
  language: Language,
  notes: z.string(),
  dueDays: z.number().int(),
  lines: z.array(
    z.object({
      id: z.uuid(),
      ordinal: z.number().int(),
      description: z.string(),
      productCode: z.string(),
      unit: z.string(),
      quantity: z.string(),
      net: moneySchema,
      taxName: z.string(),
      taxPpm: z.number().int(),
      tax: moneySchema,
      returnedNet: moneySchema.describe('Credited or refunded so far, before tax'),
    }),
  ),
  payments: z.array(PaymentView),
  creditNotes: z.array(CreditNoteView),
});

export const AgingView = z.object({
  items: z.array(
    z.object({
      currency: z.string(),
      bucket: z.enum(['not_due', 'd30', 'd60', 'd90', 'older']).describe('Days overdue: up to 30, 60, 90, more'),
      count: z.number().int(),
      open: moneySchema,
    }),
  ),
});

export const ScheduleView = z.object({
  id: z.uuid(),
  entries: z.array(
    z.object({
      ordinal: z.number().int(),
      label: z.string(),
      issueOn: Day.nullable().describe('Null: when its milestone is reached'),
      dueDays: z.number().int(),
      amount: moneySchema,
      invoiceId: z.uuid().nullable(),
    }),
  ),
});
