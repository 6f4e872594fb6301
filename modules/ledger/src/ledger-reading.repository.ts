import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { LedgerTables } from './ledger.tables.ts';

type LedgerTx = Tx<LedgerTables>;

export type AccountWithBalance = {
  id: bigint;
  ownerId: string | null;
  purpose: string;
  currency: string;
  balance: bigint;
};

export type AccountFilter = {
  ownerId?: string | undefined;
  purpose?: string | undefined;
  currency?: string | undefined;
};

/** Accounts that the actor may see, oldest first. */
export async function listAccounts(
  tx: LedgerTx,
  { ownerId, purpose, currency }: AccountFilter,
  after: bigint,
  limit: number,
): Promise<AccountWithBalance[]> {
  const found = await sql<AccountWithBalance>`
    select a.id, a.owner_id, a.purpose, a.currency,
      (b.folded_minor + coalesce((select sum(e.minor) from ledger_entries e where e.account_id = a.id and e.tx_id > b.folded_through), 0))::bigint as balance
    from ledger_accounts a join ledger_balances b on b.account_id = a.id
    where a.id > ${after} and (${ownerId ?? null}::uuid is null or a.owner_id = ${ownerId ?? null})
      and (${purpose ?? null}::text is null or a.purpose = ${purpose ?? null})
      and (${currency ?? null}::text is null or a.currency = ${currency ?? null})
    order by a.id limit ${limit}`.execute(tx);
  return found.rows;
}

export async function findAccount(tx: LedgerTx, accountId: bigint): Promise<AccountWithBalance | null> {
  const found = await sql<AccountWithBalance>`
    select a.id, a.owner_id, a.purpose, a.currency,
      (b.folded_minor + coalesce((select sum(e.minor) from ledger_entries e where e.account_id = a.id and e.tx_id > b.folded_through), 0))::bigint as balance
    from ledger_accounts a join ledger_balances b on b.account_id = a.id where a.id = ${accountId}`.execute(tx);
  return found.rows[0] ?? null;
}

export type AccountEntry = {
  txId: bigint;
  ordinal: number;
  kind: string;
  effectiveAt: Date;
  reference: string;
  reverses: bigint | null;
  minor: bigint;
};

/** The entries of an account, newest first. */
export async function listEntries(
  tx: LedgerTx,
  accountId: bigint,
  before: { txId: bigint; ordinal: number } | null,
  limit: number,
): Promise<AccountEntry[]> {
  const found = await sql<AccountEntry>`
    select e.tx_id, e.ordinal, t.kind, t.effective_at, t.reference, t.reverses, e.minor
    from ledger_entries e join ledger_txs t on t.id = e.tx_id
    where e.account_id = ${accountId} and (${before?.txId ?? null}::bigint is null or (e.tx_id, e.ordinal) < (${before?.txId ?? null}, ${before?.ordinal ?? null}))
    order by e.tx_id desc, e.ordinal desc limit ${limit}`.execute(tx);
  return found.rows;
}

/** The balance of an account just before an entry, so that a page of a statement carries running balances. */
export async function balanceThrough(
  tx: LedgerTx,
  accountId: bigint,
  { txId, ordinal }: { txId: bigint; ordinal: number },
): Promise<bigint> {
  const found = await sql<{ balance: bigint }>`
    select coalesce(sum(minor), 0)::bigint as balance from ledger_entries
    where account_id = ${accountId} and (tx_id, ordinal) <= (${txId}, ${ordinal})`.execute(tx);
  return found.rows[0]!.balance;
}

export type LedgerTxDetail = {
  id: bigint;
  kind: string;
  idempotencyKey: string;
  effectiveAt: Date;
  createdAt: Date;
  createdBy: string | null;
  reverses: bigint | null;
  reference: string;
  block: bigint | null;
  entries: { accountId: bigint; ownerId: string | null; purpose: string; currency: string; minor: bigint }[];
};

export async function findTx(tx: LedgerTx, txId: bigint): Promise<LedgerTxDetail | null> {
  const found = await sql<Omit<LedgerTxDetail, 'entries'>>`
    select t.id, t.kind, t.idempotency_key, t.effective_at, t.created_at, t.created_by, t.reverses, t.reference,
      (select b.number from ledger_blocks b where b.first_tx <= t.id and b.last_tx >= t.id order by b.first_tx desc limit 1) as block
    from ledger_txs t where t.id = ${txId}`.execute(tx);
  const head = found.rows[0];
  if (head === undefined) return null;
  const entries = await sql<LedgerTxDetail['entries'][number]>`
    select e.account_id, a.owner_id, a.purpose, a.currency, e.minor from ledger_entries e
    join ledger_accounts a on a.id = e.account_id where e.tx_id = ${txId} order by e.ordinal`.execute(tx);
  return { ...head, entries: entries.rows };
}

export type TrialBalanceRow = {
  purpose: string;
  currency: string;
  accounts: number;
  debit: bigint;
  credit: bigint;
  balance: bigint;
};

/** One row for each purpose and currency as of an instant (of effect); the balances of a currency sum to zero. */
export async function trialBalance(tx: LedgerTx, at: Date | null): Promise<TrialBalanceRow[]> {
  const found =
    at === null
      ? await sql<TrialBalanceRow>`
        select purpose, currency, count(*)::integer as accounts, coalesce(sum(-balance) filter (where balance < 0), 0)::bigint as debit,
          coalesce(sum(balance) filter (where balance > 0), 0)::bigint as credit, sum(balance)::bigint as balance
        from (select a.purpose, a.currency, b.folded_minor + coalesce((select sum(e.minor) from ledger_entries e where e.account_id = a.id and e.tx_id > b.folded_through), 0) as balance
          from ledger_accounts a join ledger_balances b on b.account_id = a.id) w
        group by purpose, currency order by currency, purpose`.execute(tx)
      : await sql<TrialBalanceRow>`
        select purpose, currency, count(*)::integer as accounts, coalesce(sum(-balance) filter (where balance < 0), 0)::bigint as debit,
          coalesce(sum(balance) filter (where balance > 0), 0)::bigint as credit, sum(balance)::bigint as balance
        from (select a.purpose, a.currency, sum(e.minor) as balance from ledger_entries e
          join ledger_txs t on t.id = e.tx_id join ledger_accounts a on a.id = e.account_id
          where t.effective_at < ${at} group by a.id, a.purpose, a.currency) w
        group by purpose, currency order by currency, purpose`.execute(tx);
  return found.rows;
}
