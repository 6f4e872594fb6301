import { sql } from 'kysely';
import type { AnyTx } from '../audit.repository.ts';

export type CheckpointRow = { size: number; root: Buffer; note: string; signedAt: Date };
type StoredRow = Omit<CheckpointRow, 'size'> & { size: bigint };

const rowOf = ({ size, ...rest }: StoredRow): CheckpointRow => ({ ...rest, size: Number(size) });

export async function insertCheckpoint(tx: AnyTx, { size, root, note, signedAt }: CheckpointRow): Promise<void> {
  await sql`insert into audit_checkpoints (size, root, note, signed_at) values (${size}, ${root}, ${note}, ${signedAt})`.execute(
    tx,
  );
}

/** Newest first, smaller than `before` when given. */
export async function listCheckpoints(tx: AnyTx, before: number | null, limit: number): Promise<CheckpointRow[]> {
  const { rows } = await sql<StoredRow>`
    select size, root, note, signed_at as "signedAt" from audit_checkpoints
    where ${before}::bigint is null or size < ${before} order by size desc limit ${limit}`.execute(tx);
  return rows.map(rowOf);
}

/** Oldest first, larger than `after`. */
export async function checkpointsAfter(tx: AnyTx, after: number, limit: number): Promise<CheckpointRow[]> {
  const { rows } = await sql<StoredRow>`
    select size, root, note, signed_at as "signedAt" from audit_checkpoints
    where size > ${after} order by size limit ${limit}`.execute(tx);
  return rows.map(rowOf);
}

export async function findCheckpoint(tx: AnyTx, size: number): Promise<CheckpointRow | null> {
  const { rows } = await sql<StoredRow>`
    select size, root, note, signed_at as "signedAt" from audit_checkpoints where size = ${size}`.execute(tx);
  return rows.map(rowOf)[0] ?? null;
}

/** Until the end of the transaction nobody else signs. */
export async function lockSigning(tx: AnyTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('nexus.audit.checkpoint', 0))`.execute(tx);
}
