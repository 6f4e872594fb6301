import { moneySchema, PageQuery, Timestamp } from '@nexus/http';
import { z } from 'zod';

export const Whole = z.string().regex(/^[1-9]\d{0,18}$/, 'a whole number');

export const AccountsQuery = PageQuery.extend({
  ownerId: z.uuid().optional().describe('An organisation; left out for all that you may see'),
  purpose: z.string().max(40).optional(),
  currency: z.string().length(3).optional(),
});

export const AccountParams = z.object({ accountId: Whole });
export const TxParams = z.object({ transactionId: Whole });

export const AccountView = z.object({
  id: Whole,
  ownerId: z.uuid().nullable().describe('Null: the network itself'),
  ownerName: z.string().nullable(),
  purpose: z.string(),
  balance: moneySchema.describe('Above zero is owed to the owner; below zero the owner owes'),
});

export const EntryView = z.object({
  transactionId: Whole,
  kind: z.string(),
  effectiveAt: Timestamp,
  reference: z.string(),
  reverses: Whole.nullable(),
  amount: moneySchema,
  balanceAfter: moneySchema,
});

export const StatementView = z.object({
  account: AccountView.omit({ ownerName: true }),
  items: z.array(EntryView),
  nextCursor: z.string().nullable(),
});

export const TxView = z.object({
  id: Whole,
  kind: z.string(),
  key: z.string(),
  effectiveAt: Timestamp,
  createdAt: Timestamp,
  createdBy: z.uuid().nullable(),
  reverses: Whole.nullable(),
  reference: z.string(),
  block: Whole.nullable().describe('Null until it is sealed'),
  entries: z.array(
    z.object({ accountId: Whole, ownerId: z.uuid().nullable(), purpose: z.string(), amount: moneySchema }),
  ),
});

export const TrialBalanceQuery = z.object({
  at: Timestamp.optional().describe('Only what was effective before; left out for now'),
});

export const TrialBalanceView = z.object({
  items: z.array(
    z.object({
      purpose: z.string(),
      accounts: z.number().int(),
      debit: moneySchema,
      credit: moneySchema,
      balance: moneySchema,
    }),
  ),
  isBalanced: z.boolean(),
});

export const BlockView = z.object({
  number: Whole,
  firstTransaction: Whole,
  lastTransaction: Whole,
  transactions: z.number().int(),
  hash: z.string(),
  prevHash: z.string(),
  sealedAt: Timestamp,
});
