import { sql } from 'kysely';
import type { DocumentsTx, SpaceReach } from './documents.repository.ts';
import type { VersionState } from './documents.tables.ts';

/** One document as a long list shows it; the name is still sealed. */
export type ListingRow = {
  id: string;
  fileName: Buffer;
  labelId: string;
  hasSuggestion: boolean;
  folderId: string | null;
  parentDocumentId: string | null;
  createdBy: string | null;
  state: VersionState;
  reason: string | null;
  format: string | null;
  language: string | null;
  parts: number | null;
  ocrParts: number;
  unreadParts: number;
  ocrConfidence: number | null;
  sizeBytes: bigint;
  createdAt: Date;
  progressDone: number;
  progressTotal: number | null;
  version: number;
};

/** Ids of a space's documents, newest first; with `changedSince` only of those of which a version changed at or after it. O(documents). */
export async function listListingIds(
  tx: DocumentsTx,
  { spaceId, labelIds }: SpaceReach,
  changedSince: Date | null,
  limit: number,
): Promise<string[]> {
  const changed =
    changedSince === null
      ? sql`true`
      : sql`id in (select c.document_id from document_versions c where c.space_id = ${spaceId} and c.changed_at >= ${changedSince})`;
  const { rows } = await sql<{ id: string }>`
    select id from documents
    where space_id = ${spaceId} and label_id = any(${labelIds}::uuid[]) and state = 'active' and ${changed}
    order by id desc limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The given documents, each with its newest version, newest first. By key, whatever the planner knows of tables that have just been filled. */
export async function listListingRows(
  tx: DocumentsTx,
  { spaceId, labelIds }: SpaceReach,
  documentIds: readonly string[],
): Promise<ListingRow[]> {
  const { rows } = await sql<ListingRow>`
    select d.id, d.file_name as "fileName", d.label_id as "labelId",
      coalesce(d.suggestion_state = 'open', false) as "hasSuggestion", d.folder_id as "folderId", d.parent_document_id as "parentDocumentId",
      d.created_by as "createdBy", v.state, v.reason, v.format, v.language, v.parts, v.ocr_parts as "ocrParts",
      v.unread_parts as "unreadParts", v.ocr_confidence as "ocrConfidence", v.size_bytes as "sizeBytes",
      v.created_at as "createdAt", v.progress_done as "progressDone", v.progress_total as "progressTotal", v.number as version
    from documents d
    join lateral (select * from document_versions n where n.document_id = d.id order by n.number desc limit 1) v on true
    where d.id = any (${documentIds}::uuid[]) and d.state = 'active' and d.space_id = ${spaceId} and d.label_id = any(${labelIds}::uuid[])
    order by d.id desc`.execute(tx);
  return rows;
}

/** How many documents there are, and the database's time: where the next question for changes begins. */
export async function findListingState(
  tx: DocumentsTx,
  { spaceId, labelIds }: SpaceReach,
): Promise<{ total: number; at: Date }> {
  const { rows } = await sql<{ total: number; at: Date }>`
    select count(*)::int as total, clock_timestamp() as at from documents
    where space_id = ${spaceId} and label_id = any(${labelIds}::uuid[]) and state = 'active'`.execute(tx);
  return rows[0]!;
}

export type OverviewGroup = {
  state: VersionState;
  format: string | null;
  language: string | null;
  documents: number;
  parts: number;
  unreadParts: number;
  sizeBytes: string;
  latestAt: Date;
};

/** The newest versions of a space's documents, counted by state, format and language. O(documents). */
export async function listOverviewGroups(tx: DocumentsTx, { spaceId, labelIds }: SpaceReach): Promise<OverviewGroup[]> {
  const { rows } = await sql<OverviewGroup>`
    select v.state, v.format, v.language, count(*)::int as documents, coalesce(sum(v.parts), 0)::int as parts,
      coalesce(sum(v.unread_parts), 0)::int as "unreadParts", sum(v.size_bytes)::text as "sizeBytes", max(v.created_at) as "latestAt"
    from documents d
    join lateral (select * from document_versions n where n.document_id = d.id order by n.number desc limit 1) v on true
    where d.space_id = ${spaceId} and d.label_id = any(${labelIds}::uuid[]) and d.state = 'active'
    group by v.state, v.format, v.language`.execute(tx);
  return rows;
}

export type SpaceCounts = { spaceId: string; documents: number; waiting: number; failed: number };

/** For each of the spaces that holds something under one of the labels. */
export async function countBySpace(
  tx: DocumentsTx,
  { spaceIds, labelIds }: { spaceIds: readonly string[]; labelIds: readonly string[] },
): Promise<SpaceCounts[]> {
  const { rows } = await sql<SpaceCounts>`
    select d.space_id as "spaceId", count(*)::int as documents,
      count(*) filter (where v.waiting)::int as waiting, count(*) filter (where v.failed)::int as failed
    from documents d
    left join lateral (
      select n.state in ('queued', 'reading') as waiting, n.state = 'failed' as failed
      from document_versions n where n.document_id = d.id order by n.number desc limit 1
    ) v on true
    where d.state = 'active' and d.space_id = any(${spaceIds}::uuid[]) and d.label_id = any(${labelIds}::uuid[])
    group by d.space_id`.execute(tx);
  return rows;
}
