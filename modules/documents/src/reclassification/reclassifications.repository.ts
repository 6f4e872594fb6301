import { sql } from 'kysely';
import type { DocumentsTx } from '../documents.repository.ts';
import type { DocumentRow, ReclassificationRow, ReclassificationState } from '../documents.tables.ts';

export async function insertReclassification(tx: DocumentsTx, row: ReclassificationRow): Promise<void> {
  await tx.insertInto('reclassifications').values(row).execute();
}

export async function findReclassification(tx: DocumentsTx, id: string): Promise<ReclassificationRow | null> {
  return (await tx.selectFrom('reclassifications').where('id', '=', id).selectAll().executeTakeFirst()) ?? null;
}

/** Until the transaction ends. For the worker. */
export async function lockReclassification(tx: DocumentsTx, id: string): Promise<void> {
  await tx.selectFrom('reclassifications').where('id', '=', id).select('id').forUpdate().execute();
}

/** The request for a document that is approved and not applied. For the worker. */
export async function findApprovedFor(tx: DocumentsTx, documentId: string): Promise<ReclassificationRow | null> {
  const row = await tx
    .selectFrom('reclassifications')
    .where('documentId', '=', documentId)
    .where('state', '=', 'approved')
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Null when the document is going or gone. For the worker. */
export async function findLabelOf(tx: DocumentsTx, documentId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('documents')
    .where('id', '=', documentId)
    .where('state', '=', 'active')
    .select('labelId')
    .executeTakeFirst();
  return row?.labelId ?? null;
}

/** Newest first. */
export async function listReclassifications(
  tx: DocumentsTx,
  filter: { state?: ReclassificationState | undefined; documentId?: string | undefined },
  limit: number,
): Promise<ReclassificationRow[]> {
  let query = tx.selectFrom('reclassifications').selectAll().orderBy('id', 'desc').limit(limit);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.documentId) query = query.where('documentId', '=', filter.documentId);
  return await query.execute();
}

/** Moves a request from one of the given states; false when it was in none of them. */
export async function moveReclassification(
  tx: DocumentsTx,
  id: string,
  from: readonly ReclassificationState[],
  change: Partial<Pick<ReclassificationRow, 'decidedBy' | 'decidedAt' | 'decisionNote' | 'appliedAt'>> & {
    state: ReclassificationState;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('reclassifications')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Requests for a document that are still open, but the given one, give way. For the worker. */
export async function overtakeOthers(tx: DocumentsTx, documentId: string, exceptId: string): Promise<void> {
  await tx
    .updateTable('reclassifications')
    .set({ state: 'overtaken' })
    .where('documentId', '=', documentId)
    .where('id', '!=', exceptId)
    .where('state', 'in', ['requested', 'approved'])
    .execute();
}

/** Approved and not applied, oldest first: what a crash has left. For the worker. */
export async function listApproved(tx: DocumentsTx): Promise<ReclassificationRow[]> {
  return await tx.selectFrom('reclassifications').where('state', '=', 'approved').selectAll().orderBy('id').execute();
}

/** Everything that was attached to a document, however deep, the deepest first. For the worker. */
export async function listDescendants(tx: DocumentsTx, documentId: string): Promise<DocumentRow[]> {
  const { rows } = await sql<{ id: string; depth: number }>`
    with recursive below (id, depth) as (
      select document_id, 1 from document_places where parent_document_id = ${documentId}::uuid
      union
      select p.document_id, b.depth + 1 from document_places p join below b on p.parent_document_id = b.id where b.depth < 32
    )
    select id, max(depth) as depth from below where id <> ${documentId}::uuid group by id order by max(depth) desc, id`.execute(
    tx,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const documents = await tx
    .selectFrom('documents')
    .where('id', 'in', ids)
    .where('state', '=', 'active')
    .selectAll()
    .execute();
  const byId = new Map(documents.map((document) => [document.id, document]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Gives a document its new label; the database lets versions, places and parts follow. Folders of the new label come with it. */
export async function relabelDocument(
  tx: DocumentsTx,
  documentId: string,
  labelId: string,
  folderOf: ReadonlyMap<string, string>,
): Promise<void> {
  const [from, to] = [[...folderOf.keys()], [...folderOf.values()]];
  const moved = sql`select to_id from unnest(${from}::uuid[], ${to}::uuid[]) as moved (from_id, to_id) where from_id = folder_id`;
  await sql`
    update documents set label_id = ${labelId}::uuid, folder_id = coalesce((${moved}), folder_id), version = version + 1,
      suggestion_state = case when suggested_label_id = ${labelId}::uuid then 'confirmed' else suggestion_state end
    where id = ${documentId}::uuid`.execute(tx);
  await sql`
    update document_places set folder_id = coalesce((${moved}), folder_id) where document_id = ${documentId}::uuid`.execute(
    tx,
  );
}

/** What the index keeps of the current version of a document beside its passages; null when nothing of it is there. For the worker. */
export async function findIndexedVersion(tx: DocumentsTx, documentId: string) {
  const row = await tx
    .selectFrom('documents')
    .innerJoin('documentVersions', 'documentVersions.id', 'documents.currentVersionId')
    .where('documents.id', '=', documentId)
    .select(['documentVersions.id', 'documentVersions.language', 'documentVersions.format', 'documentVersions.day'])
    .executeTakeFirst();
  return row ?? null;
}

/** False when nothing was suggested any more. */
export async function dismissSuggestion(tx: DocumentsTx, documentId: string): Promise<boolean> {
  const result = await tx
    .updateTable('documents')
    .set({ suggestionState: 'dismissed' })
    .where('id', '=', documentId)
    .where('suggestionState', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** For an officer: where a document is, in ids; null for everybody else. */
export async function findForOfficer(
  tx: DocumentsTx,
  documentId: string,
): Promise<{ spaceId: string; labelId: string } | null> {
  const { rows } = await sql<{ spaceId: string; labelId: string }>`
    select space_id as "spaceId", label_id as "labelId" from document_for_officer(${documentId}::uuid)`.execute(tx);
  return rows[0] ?? null;
}
