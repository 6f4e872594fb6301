import { sql } from 'kysely';
import type { AnyTx } from '../audit.repository.ts';
import { type Partition, partitionsSql } from './partitions.ts';

export async function listPartitions(tx: AnyTx): Promise<Partition[]> {
  const { rows } = await sql.raw<Partition>(partitionsSql).execute(tx);
  return rows;
}

export async function holdsNewerThan(tx: AnyTx, { from, until }: Partition, moment: Date): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`
    select exists (select from audit_entries where sequence >= ${from} and sequence < ${until} and recorded_at >= ${moment}) as holds`.execute(
    tx,
  );
  return rows[0]!.holds;
}
