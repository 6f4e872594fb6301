import { createHash } from 'node:crypto';
import type { LedgerBlock, SealedTx } from './ledger.repository.ts';

/** The hash before the first block. */
export const genesisHash = sha256(Buffer.from('nexus.ledger/1'));

/** SHA-256 over a transaction's bytes, made here from its columns and not by the database that is to be checked. */
export function txDigest(tx: SealedTx): Buffer {
  const nul = Buffer.alloc(1);
  return sha256(
    int8(tx.id),
    int8(tx.effectiveMicros),
    int8(tx.reverses ?? 0n),
    tx.requestHash,
    Buffer.from(tx.idempotencyKey),
    nul,
    Buffer.from(tx.kind),
    nul,
    Buffer.from(tx.reference),
    nul,
    ...tx.accounts.flatMap((account, index) => [int8(account), int8(tx.minors[index]!)]),
  );
}

export type BlockFault = 'content_changed' | 'hash_wrong' | 'link_broken' | 'range_broken';

/** What is wrong with a block, given the block before it (null for the first) and its transactions in order; null when nothing is. */
export function checkBlock(
  block: LedgerBlock,
  before: Pick<LedgerBlock, 'hash' | 'number' | 'lastTx'> | null,
  txs: readonly SealedTx[],
): BlockFault | null {
  const expected = before ?? { hash: genesisHash, number: 0n, lastTx: 0n };
  if (!block.prevHash.equals(expected.hash)) return 'link_broken';
  if (block.number !== expected.number + 1n || block.firstTx !== expected.lastTx + 1n) return 'range_broken';
  const head = [block.number, block.firstTx, block.lastTx, BigInt(block.txCount)].map(int8);
  if (!sha256(...head, block.digest, block.prevHash).equals(block.hash)) return 'hash_wrong';
  if (txs.length !== block.txCount || !sha256(...txs.map(txDigest)).equals(block.digest)) return 'content_changed';
  return null;
}

function int8(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
