import type { Tx } from '@nexus/db';
import type { BusinessCalendar } from '@nexus/kernel';
import { sql } from 'kysely';
import type { LedgerBlockRow, LedgerTables } from './ledger.tables.ts';
import { type AccountRef, flatten, type Posted, type Posting, requestHash } from './postings.ts';

type LedgerTx = Tx<LedgerTables>;

/** In the order of `postings`. Empty for none. */
export async function post(tx: LedgerTx, postings: readonly Posting[], calendar: BusinessCalendar): Promise<Posted[]> {
  if (postings.length === 0) return [];
  const { months, accounts, entries } = flatten(postings, calendar);
  const found = await sql<{ txId: bigint; isNew: boolean }>`
    select tx_id, is_new from post_ledger(
      ${[...months.keys()]}::text[], ${[...months.values()].map(({ start }) => start)}::timestamptz[], ${[...months.values()].map(({ end }) => end)}::timestamptz[],
      ${accounts.map(({ ownerId }) => ownerId)}::uuid[], ${accounts.map(({ purpose }) => purpose)}::text[], ${accounts.map(({ currency }) => currency)}::text[],
      ${postings.map(({ key }) => key)}::text[], ${postings.map(requestHash)}::bytea[], ${postings.map(({ kind }) => kind)}::text[],
      ${postings.map(({ effectiveAt }) => effectiveAt)}::timestamptz[], ${postings.map(({ reverses }) => reverses ?? null)}::bigint[],
      ${postings.map(({ reference }) => reference ?? '')}::text[],
      ${entries.posting}::integer[], ${entries.ordinal}::smallint[], ${entries.account}::integer[], ${entries.minor}::bigint[])
    order by place`.execute(tx);
  return found.rows;
}

/** Balances now, in the order of `accounts`; 0 for an account that nothing was posted to. */
export async function balancesOf(tx: LedgerTx, accounts: readonly AccountRef[]): Promise<bigint[]> {
  if (accounts.length === 0) return [];
  const found = await sql<{ balance: bigint }>`
    select (coalesce(b.folded_minor, 0) + coalesce((select sum(e.minor) from ledger_entries e where e.account_id = b.account_id and e.tx_id > b.folded_through), 0))::bigint as balance
    from unnest(${accounts.map(({ ownerId }) => ownerId)}::uuid[], ${accounts.map(({ purpose }) => purpose)}::text[],
      ${accounts.map(({ currency }) => currency)}::text[]) with ordinality as w (o, p, c, n)
    left join ledger_accounts a on a.owner_key = coalesce(w.o, '00000000-0000-0000-0000-000000000000') and a.purpose = w.p and a.currency = w.c
    left join ledger_balances b on b.account_id = a.id order by w.n`.execute(tx);
  return found.rows.map(({ balance }) => balance);
}

export async function closePeriod(tx: LedgerTx, month: string, starts: Date, ends: Date): Promise<void> {
  await sql`select close_ledger_period(${month}, ${starts}, ${ends})`.execute(tx);
}

export async function closedPeriods(tx: LedgerTx): Promise<string[]> {
  const rows = await tx
    .selectFrom('ledgerPeriods')
    .where('closedAt', 'is not', null)
    .select('month')
    .orderBy('month')
    .execute();
  return rows.map(({ month }) => month);
}

export async function proposeBoundary(tx: LedgerTx): Promise<void> {
  await sql`select propose_ledger_boundary()`.execute(tx);
}

export async function sealBlock(tx: LedgerTx, size: number): Promise<number> {
  const found = await sql<{ sealed: number }>`select seal_ledger_block(${size}) as sealed`.execute(tx);
  return found.rows[0]!.sealed;
}

export type BalanceDifference = { accountId: bigint; folded: bigint; summed: bigint };

export async function balanceDifferences(tx: LedgerTx): Promise<BalanceDifference[]> {
  return (await sql<BalanceDifference>`select account_id, folded, summed from ledger_balance_differences()`.execute(tx))
    .rows;
}

export async function rebuildBalances(tx: LedgerTx): Promise<number> {
  const found = await sql<{ changed: number }>`select rebuild_ledger_balances() as changed`.execute(tx);
  return found.rows[0]!.changed;
}

export async function listBlocksAfter(tx: LedgerTx, number: bigint, limit: number): Promise<LedgerBlock[]> {
  return await tx
    .selectFrom('ledgerBlocks')
    .where('number', '>', number)
    .selectAll()
    .orderBy('number')
    .limit(limit)
    .execute();
}

export type LedgerBlock = {
  [Column in keyof LedgerBlockRow]: LedgerBlockRow[Column] extends number
    ? number
    : LedgerBlockRow[Column] extends Buffer
      ? Buffer
      : LedgerBlockRow[Column] extends Date
        ? Date
        : bigint;
};

export type SealedTx = {
  id: bigint;
  effectiveMicros: bigint;
  reverses: bigint | null;
  requestHash: Buffer;
  idempotencyKey: string;
  kind: string;
  reference: string;
  accounts: bigint[];
  minors: bigint[];
};

/** Transactions of a block with their entries, for a program that makes their digest again. */
export async function listSealedTxs(tx: LedgerTx, first: bigint, last: bigint): Promise<SealedTx[]> {
  const found = await sql<SealedTx>`
    select t.id, (extract(epoch from t.effective_at) * 1000000)::bigint as effective_micros, t.reverses, t.request_hash, t.idempotency_key, t.kind, t.reference,
      e.accounts, e.minors
    from ledger_txs t
    join (select tx_id, array_agg(account_id order by ordinal) as accounts, array_agg(minor order by ordinal) as minors
      from ledger_entries where tx_id between ${first} and ${last} group by tx_id) e on e.tx_id = t.id
    where t.id between ${first} and ${last} order by t.id`.execute(tx);
  return found.rows;
}
