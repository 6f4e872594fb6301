import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type CrmDocumentRow = {
  id: string;
  customerId: string | null;
  opportunityId: string | null;
  partnerId: string | null;
  name: string;
  mediaType: string;
  bytes: bigint;
  sha256: string;
  addedBy: string | null;
  addedAt: Date;
};

export async function insertDocument(tx: Tx, row: CrmDocumentRow): Promise<void> {
  await sql`
    insert into crm_documents (id, customer_id, opportunity_id, partner_id, name, media_type, bytes, sha256, added_by, added_at)
    values (${row.id}, ${row.customerId}, ${row.opportunityId}, ${row.partnerId}, ${row.name}, ${row.mediaType}, ${row.bytes}, ${row.sha256},
      ${row.addedBy}, ${row.addedAt})`.execute(tx);
}

export async function findDocument(tx: Tx, id: string): Promise<CrmDocumentRow | null> {
  const { rows } = await sql<CrmDocumentRow>`
    select * from crm_documents where id = ${id}::uuid and removed_at is null`.execute(tx);
  return rows[0] ?? null;
}

export async function listDocuments(
  tx: Tx,
  subject: { customerId?: string | undefined; opportunityId?: string | undefined },
): Promise<CrmDocumentRow[]> {
  const about =
    subject.opportunityId === undefined
      ? sql`customer_id = ${subject.customerId ?? null}::uuid`
      : sql`opportunity_id = ${subject.opportunityId}::uuid`;
  const { rows } = await sql<CrmDocumentRow>`
    select * from crm_documents where ${about} and removed_at is null order by added_at desc, id limit 500`.execute(tx);
  return rows;
}

export async function removeDocument(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update crm_documents set removed_at = ${at}, removed_by = ${by} where id = ${id}::uuid and removed_at is null`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}
