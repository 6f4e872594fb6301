import { moneySchema, positiveMoneySchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

export const BatchParams = z.object({ batchId: z.uuid() });
export const PayoutParams = z.object({ payoutId: z.uuid() });
export const PrepareBody = z.object({ currency: z.string().length(3) });

export const PayoutView = z.object({
  id: z.uuid(),
  batchId: z.uuid(),
  partnerId: z.uuid(),
  amount: moneySchema,
  settlement: moneySchema.describe('What is sent; in another currency at the rate that `rateId` names'),
  rateId: z.uuid().nullable(),
  method: z.enum(['iban', 'local_account', 'manual']),
  state: z.enum(['draft', 'approved', 'submitted', 'paid', 'failed', 'cancelled']),
  releasedThrough: Timestamp.describe('It pays what left the hold up to then'),
  reference: z.string().nullable(),
  failureReason: z.string().nullable(),
  settledAt: Timestamp.nullable(),
});

const BatchHead = z.object({
  id: z.uuid(),
  currency: z.string(),
  state: z.enum(['draft', 'approved', 'cancelled']),
  preparedBy: z.uuid(),
  preparedAt: Timestamp,
  approvedBy: z.uuid().nullable(),
  approvedAt: Timestamp.nullable(),
});

export const BatchListView = z.object({ items: z.array(BatchHead) });
export const BatchView = BatchHead.extend({
  total: moneySchema,
  payouts: z.array(PayoutView),
  holds: z
    .array(z.object({ partnerId: z.uuid(), amount: moneySchema, reason: z.string(), until: Timestamp.nullable() }))
    .describe('What stayed where it was, and why'),
});

export const ExportBody = z.object({ format: z.enum(['pain.001', 'csv']) });
export const PaidBody = z.object({
  reference: z.string().trim().min(1).max(200).optional(),
  proofSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('SHA-256 of the receipt that is kept with the payment, in hexadecimal'),
});
export const FailedBody = z.object({ reason: z.string().trim().min(1).max(500) });

export const WriteOffBody = z.object({
  partnerId: z.uuid(),
  amount: positiveMoneySchema,
  reason: z.string().trim().min(1).max(1000),
});
export const WriteOffParams = z.object({ writeOffId: z.uuid() });
export const WriteOffsView = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      partnerId: z.uuid(),
      amount: moneySchema,
      reason: z.string(),
      requestedBy: z.uuid(),
      approvedBy: z.uuid().nullable(),
    }),
  ),
});
