import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { CsvEncoding } from './csv-encoding.ts';
import type { ImportKind, Mapping } from './import-fields.ts';

export type ImportState = 'uploaded' | 'checking' | 'checked' | 'importing' | 'done' | 'failed' | 'cancelled';

export type ImportRecord = {
  id: string;
  kind: ImportKind;
  state: ImportState;
  fileName: string;
  bytes: bigint;
  encoding: CsvEncoding;
  delimiter: string;
  header: string[];
  sample: string[][];
  mapping: Mapping | null;
  partnerId: string | null;
  rowsRead: number;
  rowsCreated: number;
  rowsUpdated: number;
  rowsUnchanged: number;
  rowsFailed: number;
  failure: string | null;
  version: number;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};

export type NewImport = Pick<
  ImportRecord,
  | 'id'
  | 'kind'
  | 'fileName'
  | 'bytes'
  | 'encoding'
  | 'delimiter'
  | 'header'
  | 'sample'
  | 'partnerId'
  | 'createdBy'
  | 'createdAt'
>;

export async function insertImport(tx: Tx, row: NewImport): Promise<void> {
  await sql`
    insert into crm_imports (id, kind, state, file_name, bytes, encoding, delimiter, header, sample, partner_id, created_by, created_at)
    values (${row.id}, ${row.kind}, 'uploaded', ${row.fileName}, ${row.bytes}, ${row.encoding}, ${row.delimiter}, ${row.header}::text[],
      ${JSON.stringify(row.sample)}::jsonb, ${row.partnerId}, ${row.createdBy}, ${row.createdAt})`.execute(tx);
}

export async function findImport(tx: Tx, id: string, forUpdate = false): Promise<ImportRecord | null> {
  const { rows } = await sql<ImportRecord>`
    select * from crm_imports where id = ${id}::uuid ${forUpdate ? sql`for update` : sql``}`.execute(tx);
  return rows[0] ?? null;
}

export async function listImports(tx: Tx): Promise<ImportRecord[]> {
  return (await sql<ImportRecord>`select * from crm_imports order by created_at desc, id limit 100`.execute(tx)).rows;
}

export async function saveMapping(tx: Tx, id: string, mapping: Mapping, state: ImportState): Promise<void> {
  await sql`
    update crm_imports set mapping = ${JSON.stringify(mapping)}::jsonb, state = ${state}, version = version + 1 where id = ${id}::uuid`.execute(
    tx,
  );
}

export async function saveState(tx: Tx, id: string, state: ImportState): Promise<void> {
  await sql`update crm_imports set state = ${state}, version = version + 1 where id = ${id}::uuid`.execute(tx);
}

/** Before a run from the beginning. */
export async function clearProgress(tx: Tx, id: string): Promise<void> {
  await sql`delete from crm_import_seen where import_id = ${id}::uuid`.execute(tx);
  await sql`delete from crm_import_errors where import_id = ${id}::uuid`.execute(tx);
  await sql`
    update crm_imports set rows_read = 0, rows_created = 0, rows_updated = 0, rows_unchanged = 0, rows_failed = 0, failure = null
    where id = ${id}::uuid`.execute(tx);
}

export type Counts = { read: number; created: number; updated: number; unchanged: number; failed: number };

export async function addCounts(tx: Tx, id: string, counts: Counts): Promise<void> {
  await sql`
    update crm_imports set rows_read = rows_read + ${counts.read}, rows_created = rows_created + ${counts.created},
      rows_updated = rows_updated + ${counts.updated}, rows_unchanged = rows_unchanged + ${counts.unchanged}, rows_failed = rows_failed + ${counts.failed}
    where id = ${id}::uuid`.execute(tx);
}

export async function finish(tx: Tx, id: string, state: ImportState, failure: string | null, at: Date): Promise<void> {
  await sql`delete from crm_import_seen where import_id = ${id}::uuid`.execute(tx);
  await sql`
    update crm_imports set state = ${state}, failure = ${failure}, finished_at = ${at}, version = version + 1 where id = ${id}::uuid`.execute(
    tx,
  );
}

export type ImportError = { line: number; field: string; code: string; value: string };

/** The first thousand are kept; the count goes on. */
export async function insertErrors(tx: Tx, id: string, errors: readonly ImportError[]): Promise<void> {
  if (errors.length === 0) return;
  await sql`
    insert into crm_import_errors (import_id, line, field, code, value)
    select ${id}::uuid, e.line, e.field, e.code, e.value
    from jsonb_to_recordset(${JSON.stringify(errors)}::jsonb) as e (line integer, field text, code text, value text)
    limit greatest(0, 1000 - (select count(*) from crm_import_errors where import_id = ${id}::uuid))
    on conflict do nothing`.execute(tx);
}

export async function listErrors(tx: Tx, id: string): Promise<ImportError[]> {
  const { rows } = await sql<ImportError>`
    select line, field, code, value from crm_import_errors where import_id = ${id}::uuid order by line, field`.execute(
    tx,
  );
  return rows;
}

export type SeenRow = { externalId: string; line: number; hash: string };

/** Remembers external ids of the file. @returns for those that were there before: whether with the same content */
export async function rememberSeen(
  tx: Tx,
  id: string,
  rows: readonly SeenRow[],
): Promise<Map<number, 'same' | 'other'>> {
  const { rows: repeated } = await sql<{ line: number; isSame: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g ("externalId" text, line integer, hash text)
    ), added as (
      insert into crm_import_seen (import_id, external_id, line, content_hash)
      select ${id}::uuid, "externalId", line, decode(hash, 'hex') from given order by line
      on conflict do nothing returning line, external_id, content_hash
    ), known as (
      select external_id, content_hash from crm_import_seen
      where import_id = ${id}::uuid and external_id in (select "externalId" from given)
      union all select external_id, content_hash from added
    )
    select g.line, bool_or(k.content_hash = decode(g.hash, 'hex')) as is_same
    from given g join known k on k.external_id = g."externalId"
    where g.line not in (select line from added) group by g.line`.execute(tx);
  return new Map(repeated.map(({ line, isSame }) => [line, isSame ? 'same' : 'other']));
}

/** From here on a run that is found unfinished goes on where it stopped. */
export async function markBegun(tx: Tx, id: string): Promise<void> {
  await sql`update crm_imports set finished_at = null where id = ${id}::uuid`.execute(tx);
}
