import type { Database } from '@nexus/db';
import * as repository from './ledger.repository.ts';
import type { LedgerTables } from './ledger.tables.ts';

/** Transactions in a block: what is verified, folded and locked at a time. */
const blockSize = 10_000;

/**
 * Chains what has been posted since the last call, in blocks, and moves the balances on. Posting never waits for it: it only takes numbers below which nothing
 * can appear any more. Several at once are harmless, one of them works.
 * @returns how many transactions it sealed; what is still being written is left for the next call
 */
export async function sealLedger(database: Pick<Database, 'withWorker'>): Promise<number> {
  await database.withWorker<LedgerTables, void>(job, (tx) => repository.proposeBoundary(tx));
  let total = 0;
  for (;;) {
    const sealed = await database.withWorker<LedgerTables, number>(job, (tx) => repository.sealBlock(tx, blockSize));
    if (sealed === 0) return total;
    total += sealed;
  }
}

const job = 'ledger.seal';
