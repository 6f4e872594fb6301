import type { Tx } from '@nexus/db';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { IndexCellRow, PassageRow, RetrievalTables } from './retrieval.tables.ts';

export type RetrievalTx = Tx<RetrievalTables>;
export type Cell = { spaceId: string; labelId: string };
export type CellState = Cell & { version: bigint; passages: bigint };

/** The cells of some spaces under some labels, as far as row-level security lets them through to the transaction's actor. */
export async function listReadableCells(
  tx: RetrievalTx,
  among: { spaceIds: readonly string[]; labelIds: readonly string[] },
): Promise<CellState[]> {
  return await tx
    .selectFrom('indexCells')
    .select(['spaceId', 'labelId', 'version', 'passages'])
    .where('version', '>', 0n)
    .where('spaceId', '=', (eb) => eb.fn.any(eb.val(among.spaceIds)))
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(among.labelIds)))
    .execute();
}

export type Manifest = Cell & Pick<IndexCellRow, 'version' | 'manifest' | 'termKeyId'>;

/** Manifests of the given cells in no order; a cell that nothing was committed to is not among them. */
export async function findManifests(tx: RetrievalTx, cells: readonly Cell[]): Promise<Manifest[]> {
  const { rows } = await sql<Manifest>`
    select cells.space_id, cells.label_id, cells.version, cells.manifest, cells.term_key_id
    from unnest(${cells.map((cell) => cell.spaceId)}::uuid[], ${cells.map((cell) => cell.labelId)}::uuid[]) as wanted (space_id, label_id)
    join index_cells cells on cells.space_id = wanted.space_id and cells.label_id = wanted.label_id
    where cells.version > 0`.execute(tx);
  return rows;
}

/** Locks the cell's row for the rest of the transaction and makes it, under that key, when it is missing (version 0, no manifest). */
export async function lockCell(tx: RetrievalTx, cell: Cell, termKeyId: Uint8Array, now: Date): Promise<IndexCellRow> {
  await tx
    .insertInto('indexCells')
    .values({
      ...cell,
      version: 0n,
      manifest: Buffer.alloc(0),
      passages: 0n,
      updatedAt: now,
      termKeyId: Buffer.from(termKeyId),
    })
    .onConflict((conflict) => conflict.columns(['spaceId', 'labelId']).doNothing())
    .execute();
  return await tx
    .selectFrom('indexCells')
    .where('spaceId', '=', cell.spaceId)
    .where('labelId', '=', cell.labelId)
    .selectAll()
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function updateCell(
  tx: RetrievalTx,
  cell: Cell,
  change: Pick<IndexCellRow, 'version' | 'manifest' | 'passages' | 'updatedAt'> & { termKeyId?: Buffer },
): Promise<void> {
  await tx
    .updateTable('indexCells')
    .set(change)
    .where('spaceId', '=', cell.spaceId)
    .where('labelId', '=', cell.labelId)
    .execute();
}

export async function listAllCells(tx: RetrievalTx): Promise<CellState[]> {
  return await tx.selectFrom('indexCells').select(['spaceId', 'labelId', 'version', 'passages']).execute();
}

export async function deletePassages(tx: RetrievalTx, sourceIds: readonly string[]): Promise<number> {
  if (sourceIds.length === 0) return 0;
  const result = await tx
    .deleteFrom('passages')
    .where('sourceId', '=', (eb) => eb.fn.any(eb.val(sourceIds)))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Passages by their keys, in no order; what the actor may not read, or what is gone, is not among them. */
export async function findPassages(
  tx: RetrievalTx,
  keys: readonly { sourceId: string; ordinal: number }[],
): Promise<PassageRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<PassageRow>`
    select passages.source_id, passages.ordinal, passages.document_id, passages.space_id, passages.label_id, passages.content
    from unnest(${keys.map((key) => key.sourceId)}::uuid[], ${keys.map((key) => key.ordinal)}::int[]) as wanted (source_id, ordinal)
    join passages on passages.source_id = wanted.source_id and passages.ordinal = wanted.ordinal`.execute(tx);
  return rows;
}

/** Cells of the space of which anything is sealed or blinded under another key. */
export async function listCellsOfOtherKeys(
  tx: QueryExecutorProvider,
  spaceId: string,
  keyId: Uint8Array,
): Promise<Cell[]> {
  const key = Buffer.from(keyId);
  const { rows } = await sql<Cell>`
    select space_id, label_id from index_cells
    where space_id = ${spaceId} and version > 0
      and (term_key_id is distinct from ${key} or substring(manifest from 5 for 16) <> ${key})`.execute(tx);
  return rows;
}

export async function deleteCells(tx: RetrievalTx, spaceId: string): Promise<number> {
  const result = await tx.deleteFrom('indexCells').where('spaceId', '=', spaceId).executeTakeFirst();
  await tx.deleteFrom('indexRebuilds').where('spaceId', '=', spaceId).execute();
  return Number(result.numDeletedRows);
}
