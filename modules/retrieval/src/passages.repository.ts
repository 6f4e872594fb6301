import { sql } from 'kysely';
import type { PackedRows } from './indexing/indexing.ts';
import type { Cell, RetrievalTx } from './retrieval.repository.ts';

/**
 * Sealed passages as one value and the places where to cut it: the driver would write an array of bytes in hexadecimal, which for a thousand
 * passages is a hundred milliseconds in which nobody is served.
 */
export async function insertPackedPassages(tx: RetrievalTx, cell: Cell, packs: readonly PackedRows[]): Promise<void> {
  const sourceIds: string[] = [];
  const documentIds: string[] = [];
  const ordinals: number[] = [];
  const starts: number[] = [];
  const sizes: number[] = [];
  let start = 1;
  for (const pack of packs) {
    pack.sizes.forEach((size, i) => {
      sourceIds.push(pack.sourceId);
      documentIds.push(pack.documentId);
      ordinals.push(pack.firstOrdinal + i);
      starts.push(start);
      sizes.push(size);
      start += size;
    });
  }
  if (sizes.length === 0) return;
  const contents = Buffer.concat(packs.map((pack) => pack.contents));
  await sql`
    insert into passages (source_id, ordinal, document_id, space_id, label_id, content)
    select source_id, ordinal, document_id, ${cell.spaceId}::uuid, ${cell.labelId}::uuid, substring(${contents}::bytea from start for size)
    from unnest(${sourceIds}::uuid[], ${ordinals}::int[], ${documentIds}::uuid[], ${starts}::int[], ${sizes}::int[])
      as fresh (source_id, ordinal, document_id, start, size)`.execute(tx);
}

/** The next sealed passages of a source in order, for making its index anew without holding all of them. */
export async function listPassagesFrom(
  tx: RetrievalTx,
  sourceId: string,
  from: number,
  limit: number,
): Promise<{ ordinal: number; documentId: string; content: Buffer }[]> {
  return await tx
    .selectFrom('passages')
    .where('sourceId', '=', sourceId)
    .where('ordinal', '>=', from)
    .select(['ordinal', 'documentId', 'content'])
    .orderBy('ordinal')
    .limit(limit)
    .execute();
}

export async function countPassagesOf(tx: RetrievalTx, sourceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from passages where source_id = ${sourceId}::uuid`.execute(tx);
  return rows[0]!.count;
}

/** Gives the passages of a source another label; their text is sealed for their place and stays as it is. */
export async function relabelPassages(tx: RetrievalTx, sourceId: string, labelId: string): Promise<void> {
  await tx.updateTable('passages').set({ labelId }).where('sourceId', '=', sourceId).execute();
}

/** Which sources have passages in the cell, and how many. */
export async function countPassagesBySource(
  tx: RetrievalTx,
  cell: Cell,
): Promise<{ sourceId: string; documentId: string; passages: number }[]> {
  const { rows } = await sql<{ sourceId: string; documentId: string; passages: number }>`
    select source_id, document_id, count(*)::int as passages
    from passages
    where space_id = ${cell.spaceId}::uuid and label_id = ${cell.labelId}::uuid
    group by source_id, document_id`.execute(tx);
  return rows;
}
