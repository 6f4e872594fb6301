import type { Tile } from '@nexus/transparency-log';
import { sql } from 'kysely';
import type { AnyTx } from '../audit.repository.ts';

export type TileKey = { level: number; index: number };

export async function treeSize(tx: AnyTx): Promise<number> {
  const { rows } = await sql<{ size: bigint }>`select size from audit_tree`.execute(tx);
  return Number(rows[0]!.size);
}

/** Entries that have their place but are not in the tree yet, at most `most`: their hashes, one after the other. */
export async function leavesFrom(tx: AnyTx, first: number, most: number): Promise<Buffer> {
  const { rows } = await sql<{ hashes: Buffer | null }>`
    select string_agg(leaf_hash, ''::bytea order by sequence) as hashes
    from audit_entries where sequence >= ${first} and sequence < ${first + most}`.execute(tx);
  return rows[0]!.hashes ?? Buffer.alloc(0);
}

export async function readTiles(tx: AnyTx, keys: readonly TileKey[]): Promise<Tile[]> {
  const { rows } = await sql<{ level: number; index: bigint; hashes: Buffer }>`
    select level, tile_index as index, hashes from audit_tiles
    where (level, tile_index) in (
      select * from unnest(${keys.map(({ level }) => level)}::smallint[], ${keys.map(({ index }) => index)}::bigint[]))`.execute(
    tx,
  );
  return rows.map(({ level, index, hashes }) => ({ level, index: Number(index), hashes }));
}

/** False when another process extended the tree first. */
export async function storeTiles(tx: AnyTx, from: number, until: number, tiles: readonly Tile[]): Promise<boolean> {
  const { rows } = await sql<{ stored: boolean }>`
    select store_audit_tiles(${from}, ${until}, ${tiles.map(({ level }) => level)}::smallint[],
      ${tiles.map(({ index }) => index)}::bigint[], ${tiles.map(({ hashes }) => hashes)}::bytea[]) as stored`.execute(
    tx,
  );
  return rows[0]!.stored;
}

/** Bytes of the entries from one place on, in order; fewer than `count` where they were retired or the log ends. */
export async function readEntryBytes(
  tx: AnyTx,
  first: number,
  count: number,
): Promise<{ sequence: number; entry: Buffer }[]> {
  const { rows } = await sql<{ sequence: bigint; entry: Buffer }>`
    select sequence, entry from audit_entries
    where sequence >= ${first} and sequence < ${first + count} order by sequence`.execute(tx);
  return rows.map(({ sequence, entry }) => ({ sequence: Number(sequence), entry }));
}

/** Place of the oldest entry that is still there; the size of the log when there is none. */
export async function firstSequence(tx: AnyTx): Promise<number> {
  const { rows } = await sql<{ first: bigint }>`
    select coalesce((select sequence from audit_entries order by sequence limit 1), (select size from audit_head)) as first`.execute(
    tx,
  );
  return Number(rows[0]!.first);
}

/** Entries of one action, newest first, out of their own bytes. */
export async function entriesOf(
  tx: AnyTx,
  action: string,
  limit: number,
): Promise<{ sequence: number; entry: Buffer }[]> {
  const { rows } = await sql<{ sequence: bigint; entry: Buffer }>`
    select sequence, entry from audit_entries where action = ${action} order by sequence desc limit ${limit}`.execute(
    tx,
  );
  return rows.map(({ sequence, entry }) => ({ sequence: Number(sequence), entry }));
}
