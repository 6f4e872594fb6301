import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { LedgerBlock } from './ledger.repository.ts';
import type { BlockView, EntryView, TrialBalanceView, TxView } from './ledger.schemas.ts';
import type { AccountEntry, AccountWithBalance, LedgerTxDetail, TrialBalanceRow } from './ledger-reading.repository.ts';

export function viewAccount({ id, ownerId, purpose, currency, balance }: AccountWithBalance) {
  return { id: id.toString(), ownerId, purpose, balance: viewMoney({ minor: balance, currency }) };
}

export function viewEntry(entry: AccountEntry & { balanceAfter: bigint }, currency: string): z.infer<typeof EntryView> {
  return {
    transactionId: entry.txId.toString(),
    kind: entry.kind,
    effectiveAt: entry.effectiveAt.toISOString(),
    reference: entry.reference,
    reverses: entry.reverses?.toString() ?? null,
    amount: viewMoney({ minor: entry.minor, currency }),
    balanceAfter: viewMoney({ minor: entry.balanceAfter, currency }),
  };
}

export function viewTx(tx: LedgerTxDetail): z.infer<typeof TxView> {
  return {
    id: tx.id.toString(),
    kind: tx.kind,
    key: tx.idempotencyKey,
    effectiveAt: tx.effectiveAt.toISOString(),
    createdAt: tx.createdAt.toISOString(),
    createdBy: tx.createdBy,
    reverses: tx.reverses?.toString() ?? null,
    reference: tx.reference,
    block: tx.block?.toString() ?? null,
    entries: tx.entries.map(({ accountId, ownerId, purpose, currency, minor }) => ({
      accountId: accountId.toString(),
      ownerId,
      purpose,
      amount: viewMoney({ minor, currency }),
    })),
  };
}

export function viewTrialBalance(rows: readonly TrialBalanceRow[]): z.infer<typeof TrialBalanceView> {
  const sums = new Map<string, bigint>();
  for (const { currency, balance } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + balance);
  return {
    items: rows.map(({ purpose, currency, accounts, debit, credit, balance }) => ({
      purpose,
      accounts,
      debit: viewMoney({ minor: debit, currency }),
      credit: viewMoney({ minor: credit, currency }),
      balance: viewMoney({ minor: balance, currency }),
    })),
    isBalanced: [...sums.values()].every((sum) => sum === 0n),
  };
}

export function viewBlock(block: LedgerBlock): z.infer<typeof BlockView> {
  return {
    number: block.number.toString(),
    firstTransaction: block.firstTx.toString(),
    lastTransaction: block.lastTx.toString(),
    transactions: block.txCount,
    hash: block.hash.toString('hex'),
    prevHash: block.prevHash.toString('hex'),
    sealedAt: block.sealedAt.toISOString(),
  };
}
