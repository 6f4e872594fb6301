import type { GeneratedAlways, Int8 } from '@nexus/db';

export type LedgerAccountRow = {
  id: GeneratedAlways<Int8>;
  ownerId: string | null;
  purpose: string;
  currency: string;
  createdAt: Date;
};

export type LedgerTxRow = {
  id: Int8;
  idempotencyKey: string;
  requestHash: Buffer;
  kind: string;
  effectiveAt: Date;
  reverses: Int8 | null;
  reference: string;
  createdAt: Date;
  createdBy: string | null;
};

export type LedgerEntryRow = { txId: Int8; ordinal: number; accountId: Int8; minor: Int8 };

export type LedgerBalanceRow = { accountId: Int8; foldedMinor: Int8; foldedThrough: Int8 };

export type LedgerPeriodRow = { month: string; startsAt: Date; endsAt: Date; closedAt: Date | null };

export type LedgerBlockRow = {
  number: Int8;
  firstTx: Int8;
  lastTx: Int8;
  txCount: number;
  digest: Buffer;
  prevHash: Buffer;
  hash: Buffer;
  sealedAt: Date;
};

export type LedgerTables = {
  ledgerAccounts: LedgerAccountRow;
  ledgerTxs: LedgerTxRow;
  ledgerEntries: LedgerEntryRow;
  ledgerBalances: LedgerBalanceRow;
  ledgerPeriods: LedgerPeriodRow;
  ledgerBlocks: LedgerBlockRow;
};
