import type { Database, Tx } from '@nexus/db';
import { addMonths, type BusinessCalendar, type Page, type PersonActor, pageOf } from '@nexus/kernel';
import {
  LedgerAccountNotFoundError,
  LedgerForbiddenError,
  LedgerPostingError,
  LedgerTxNotFoundError,
} from './ledger.errors.ts';
import { maySeeWholeLedger } from './ledger.policy.ts';
import type { OrganisationsPort } from './ledger.ports.ts';
import * as repository from './ledger.repository.ts';
import type { LedgerTables } from './ledger.tables.ts';
import * as reading from './ledger-reading.repository.ts';
import type { AccountRef, Posted, Posting } from './postings.ts';

export type LedgerDependencies = {
  database: Pick<Database, 'withActor'>;
  organisations: OrganisationsPort;
  calendar: BusinessCalendar;
};

export type AccountStatement = {
  account: reading.AccountWithBalance;
  /** Newest first, each with the balance after it. */
  entries: (reading.AccountEntry & { balanceAfter: bigint })[];
};

export type LedgerService = ReturnType<typeof createLedgerService>;

export function createLedgerService({ database, organisations, calendar }: LedgerDependencies) {
  const read = <R>(actor: PersonActor, run: (tx: Tx<LedgerTables>) => Promise<R>) =>
    database.withActor<LedgerTables, R>(actor, run, { readOnly: true });

  /**
   * Writes postings in the caller's transaction, all or none, in their order. Safe to repeat: a key that was posted with the same content gives the same
   * transaction again. Who may post which kind is checked by the database from the actor of `tx`.
   * @throws LedgerKeyReusedError, LedgerMonthClosedError, LedgerRuleError
   */
  async function post(tx: Tx, postings: readonly Posting[]): Promise<Posted[]> {
    for (const { key, entries } of postings) {
      if (entries.every(({ minor }) => minor === 0n)) throw new LedgerPostingError(`The posting ${key} moves nothing.`);
    }
    return await repository.post(tx as Tx<LedgerTables>, postings, calendar);
  }

  /** What is on the accounts now, in their order. Who shall not see an account is told 0. */
  async function balancesOf(tx: Tx, accounts: readonly AccountRef[]): Promise<bigint[]> {
    return await repository.balancesOf(tx as Tx<LedgerTables>, accounts);
  }

  /** Closes a month for good: waits for postings under way, then nothing is effective in it any more. */
  async function closeMonth(tx: Tx, month: string): Promise<void> {
    const [start, end] = [calendar.startOfMonth(month), calendar.startOfMonth(addMonths(month, 1))];
    await repository.closePeriod(tx as Tx<LedgerTables>, month, start, end);
  }

  async function listAccounts(
    actor: PersonActor,
    filter: reading.AccountFilter,
    after: bigint,
    limit: number,
  ): Promise<{ page: Page<reading.AccountWithBalance>; names: ReadonlyMap<string, string> }> {
    return await read(actor, async (tx) => {
      const rows = await reading.listAccounts(tx, filter, after, limit + 1);
      const page = pageOf(rows, limit, ({ id }) => [id.toString()]);
      const owners = [...new Set(page.items.flatMap(({ ownerId }) => ownerId ?? []))];
      return { page, names: await organisations.namesOf(tx as Tx, owners) };
    });
  }

  async function statementOf(
    actor: PersonActor,
    accountId: bigint,
    before: { txId: bigint; ordinal: number } | null,
    limit: number,
  ): Promise<{ account: reading.AccountWithBalance; page: Page<AccountStatement['entries'][number]> }> {
    return await read(actor, async (tx) => {
      const account = await reading.findAccount(tx, accountId);
      if (account === null) throw new LedgerAccountNotFoundError();
      const rows = await reading.listEntries(tx, accountId, before, limit + 1);
      let balance = rows[0] === undefined ? 0n : await reading.balanceThrough(tx, accountId, rows[0]);
      const entries = rows.map((row) => {
        const balanceAfter = balance;
        balance -= row.minor;
        return { ...row, balanceAfter };
      });
      return { account, page: pageOf(entries, limit, ({ txId, ordinal }) => [txId.toString(), ordinal]) };
    });
  }

  async function getTx(actor: PersonActor, txId: bigint): Promise<reading.LedgerTxDetail> {
    return await read(actor, async (tx) => {
      const found = await reading.findTx(tx, txId);
      if (found === null) throw new LedgerTxNotFoundError();
      return found;
    });
  }

  async function trialBalance(actor: PersonActor, at: Date | null): Promise<reading.TrialBalanceRow[]> {
    return await read(actor, async (tx) => {
      await ensureWhole(tx, actor);
      return await reading.trialBalance(tx, at);
    });
  }

  async function listBlocks(actor: PersonActor, after: bigint, limit: number): Promise<Page<repository.LedgerBlock>> {
    return await read(actor, async (tx) => {
      await ensureWhole(tx, actor);
      return pageOf(await repository.listBlocksAfter(tx, after, limit + 1), limit, ({ number }) => [number.toString()]);
    });
  }

  async function ensureWhole(tx: Tx<LedgerTables>, actor: PersonActor): Promise<void> {
    if (!maySeeWholeLedger(await organisations.rolesOf(tx as Tx, actor.personId))) throw new LedgerForbiddenError();
  }

  return { post, balancesOf, closeMonth, listAccounts, statementOf, getTx, trialBalance, listBlocks };
}
