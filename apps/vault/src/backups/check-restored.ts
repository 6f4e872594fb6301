import { join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { type ConnectionSettings, inspectServer, type ServerQuery } from '@nexus/db';

export type RestoredFacts = {
  tables: number;
  rows: number;
  /** Every one checked against its table. */
  indexes: number;
  documents: number;
  blobs: number;
  missingBlobs: number;
  auditEntries: number;
  /** Entries that are not what their hash says, or not where they belong. */
  auditFaults: number;
  /** Names of the root keys that wrap the restored keys. */
  rootKeyIds: string[];
};

/**
 * Looks a restored copy over, with its server running: every index against its table (`bt_index_check`, which throws at the first fault), all rows
 * counted, every object of a document there, the log without hole and true to its hashes.
 * @throws the server's own error that names a broken index
 */
export async function checkRestored(superuser: ConnectionSettings, dataDir: string): Promise<RestoredFacts> {
  return await inspectServer(superuser, 'nexus', async (query) => {
    const indexes = await checkIndexes(query);
    const { tables, rows } = await countRows(query);
    const blobs = await checkBlobs(query, dataDir);
    const rootKeys = await query<{ id: string }>(
      `select distinct encode(substring(wrapped_key from 5 for 16), 'hex') as id from space_keys where wrapped_key is not null`,
    );
    const rootKeyIds = rootKeys.map(({ id }) => id);
    return { tables, rows, indexes, ...blobs, ...(await checkAudit(query)), rootKeyIds };
  });
}

async function checkIndexes(query: ServerQuery): Promise<number> {
  await query('create extension if not exists amcheck');
  const indexes = await query<{ id: number }>(
    `select i.indexrelid::int8::int as id from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
      where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p' and i.indisvalid and i.indisready`,
  );
  for (const { id } of indexes) await query('select bt_index_check($1::oid, true)', [id]);
  await query('drop extension amcheck');
  return indexes.length;
}

async function countRows(query: ServerQuery): Promise<{ tables: number; rows: number }> {
  const tables = await query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'pgboss')`,
  );
  let rows = 0;
  for (const { name } of tables) {
    const [counted] = await query<{ count: number }>(`select count(*)::float8 as count from ${name}`);
    rows += Number(counted!.count);
  }
  return { tables: tables.length, rows };
}

async function checkBlobs(query: ServerQuery, dataDir: string) {
  const store = await createFolderBlobStore(join(dataDir, 'blobs'), { isShared: true });
  const there = new Set<string>();
  for await (const key of store.list('blobs')) there.add(key.slice(key.lastIndexOf('/') + 1));
  const versions = await query<{ blobId: string }>(
    `select v.blob_id as "blobId" from document_versions v join documents d on d.id = v.document_id where d.state = 'active'`,
  );
  const [{ documents } = { documents: 0 }] = await query<{ documents: number }>(
    `select count(*)::int as documents from documents where state = 'active'`,
  );
  const missing = versions.filter(({ blobId }) => !there.has(blobId));
  return { documents, blobs: versions.length, missingBlobs: missing.length };
}

async function checkAudit(query: ServerQuery): Promise<{ auditEntries: number; auditFaults: number }> {
  const [found] = await query<{ entries: number; wrong: number; span: number; size: number }>(
    `select count(*)::float8 as entries,
            (count(*) filter (where leaf_hash <> sha256('\\x00'::bytea || entry)))::float8 as wrong,
            coalesce(max(sequence) - min(sequence) + 1, 0)::float8 as span,
            (select size from audit_head)::float8 - coalesce(max(sequence) + 1, 0) as size
       from audit_entries`,
  );
  const { entries, wrong, span, size } = found!;
  return { auditEntries: entries, auditFaults: wrong + Math.abs(span - entries) + Math.abs(size) };
}
