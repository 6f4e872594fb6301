import type { Database, Tx } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import { systemActor } from '@nexus/kernel';
import { type BlockFault, checkBlock } from './chain.ts';
import type { AuditPort } from './ledger.ports.ts';
import * as repository from './ledger.repository.ts';
import type { LedgerTables } from './ledger.tables.ts';

export type LedgerCheck = {
  blocks: number;
  txs: number;
  /** The first block that is not what was sealed. */
  fault: { block: bigint; what: BlockFault } | null;
  /** Accounts whose projection is not the sum of their entries. */
  differences: repository.BalanceDifference[];
};

const job = 'ledger.check';

/** Verifies the whole chain from its beginning, block by block, and compares every balance with its entries. Records what it found. */
export async function checkLedger(parts: {
  database: Pick<Database, 'withWorker'>;
  audit: AuditPort;
  logger: Logger;
}): Promise<LedgerCheck> {
  const { database, audit, logger } = parts;
  const work = <R>(run: (tx: Tx<LedgerTables>) => Promise<R>) => database.withWorker<LedgerTables, R>(job, run);
  let before: repository.LedgerBlock | null = null;
  let fault: LedgerCheck['fault'] = null;
  let [blocks, txs] = [0, 0];
  while (fault === null) {
    const block: repository.LedgerBlock | undefined = (
      await work((tx) => repository.listBlocksAfter(tx, before?.number ?? 0n, 1))
    )[0];
    if (block === undefined) break;
    const { firstTx, lastTx } = block;
    const content = await work((tx) => repository.listSealedTxs(tx, firstTx, lastTx));
    const what = checkBlock(block, before, content);
    if (what !== null) fault = { block: block.number, what };
    blocks += 1;
    txs += block.txCount;
    before = block;
  }
  const differences = await work((tx) => repository.balanceDifferences(tx));
  const isSound = fault === null && differences.length === 0;
  if (!isSound) logger.error('the ledger is not what was posted', { fault, differences: differences.length });
  await work((tx) =>
    audit.record(tx as Tx, {
      actor: systemActor(job),
      action: isSound ? 'ledger.checked' : 'ledger.check_failed',
      outcome: isSound ? 'success' : 'failed',
      // The newest hash, kept where the ledger is not: whoever rewrites the chain would have to rewrite the log too.
      details: {
        blocks,
        transactions: txs,
        accounts: differences.length,
        head: before === null ? '' : before.hash.toString('hex'),
      },
    }),
  );
  return { blocks, txs, fault, differences };
}

/** Makes the projection anew from the entries. Never touches the entries. @returns how many balances were wrong */
export async function rebuildBalances({
  database,
  audit,
}: {
  database: Pick<Database, 'withWorker'>;
  audit: AuditPort;
}): Promise<number> {
  return await database.withWorker<LedgerTables, number>('ledger.rebuild', async (tx) => {
    const changed = await repository.rebuildBalances(tx);
    await audit.record(tx as Tx, {
      actor: systemActor('ledger.rebuild'),
      action: 'ledger.balances_rebuilt',
      outcome: 'success',
      details: { accounts: changed },
    });
    return changed;
  });
}
