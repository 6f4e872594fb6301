import { sql } from 'kysely';
import type { DocumentsTx } from './documents.repository.ts';
import type { PartRow, VersionRow } from './documents.tables.ts';
import { listSpreadDocuments, lockDocuments } from './places.repository.ts';

export type Publication = {
  version: VersionRow;
  change: Pick<VersionRow, 'format' | 'language' | 'parts' | 'passages' | 'day' | 'metadata' | 'finishedAt'>;
  /** What the document says of its own label, sealed; null when it says nothing, or nothing more than its label. */
  suggestion: { labelId: string; content: Buffer } | null;
};

/** What became of one publication; `folderId` is what the index is to know its folder by, see `indexFolderOf`. */
export type Published = {
  isAccepted: boolean;
  replacedVersionId: string | null;
  folderId: string | null;
  /** The document got another label while it was read: it waits to be read again, for its new cell. */
  isRequeued: boolean;
};

const partsAtOnce = 500;

/**
 * Makes versions the current ones of their documents unless they were cancelled, deleted or overtaken meanwhile; says which older ones they
 * replace. The documents' rows are locked, so that two versions of one document cannot both become current. No two may be of one document.
 */
export async function publishVersions(
  tx: DocumentsTx,
  publications: readonly Publication[],
): Promise<ReadonlyMap<string, Published>> {
  const documents = await lockDocuments(
    tx,
    publications.map(({ version }) => version.documentId),
  );
  const documentOf = new Map(documents.map((document) => [document.id, document]));
  const numberOf = await findNumbers(
    tx,
    documents.flatMap(({ currentVersionId }) => currentVersionId ?? []),
  );
  const currentOf = ({ version }: Publication) => documentOf.get(version.documentId)?.currentVersionId ?? null;
  const isOvertaken = (one: Publication) => (numberOf.get(currentOf(one) ?? '') ?? 0) > one.version.number;
  const known = publications.filter(({ version }) => documentOf.has(version.documentId));
  const isRelabelled = ({ version }: Publication) => documentOf.get(version.documentId)?.labelId !== version.labelId;
  const alive = known.filter((one) => !isRelabelled(one));
  const requeued = await requeueReading(
    tx,
    known.filter(isRelabelled).map(({ version }) => version.id),
  );
  const settled = await settleVersions(tx, alive, (one) => (isOvertaken(one) ? 'superseded' : 'ready'));
  const accepted = alive.filter((one) => settled.has(one.version.id) && !isOvertaken(one));
  await setCurrent(
    tx,
    accepted.map(({ version }) => version),
  );
  const replaced = accepted.flatMap((one) =>
    currentOf(one) && currentOf(one) !== one.version.id ? [currentOf(one)!] : [],
  );
  await supersede(tx, replaced);
  await suggestLabels(tx, accepted);
  const spread = new Set(await listSpreadDocuments(tx, { among: accepted.map(({ version }) => version.documentId) }));
  const acceptedIds = new Set(accepted.map(({ version }) => version.id));
  const going = new Set(replaced);
  return new Map(
    publications.map((one) => {
      const isAccepted = acceptedIds.has(one.version.id);
      const current = currentOf(one);
      const replacedVersionId = isAccepted && current && going.has(current) ? current : null;
      const { documentId } = one.version;
      const folderId = spread.has(documentId) ? documentId : (documentOf.get(documentId)?.folderId ?? null);
      return [one.version.id, { isAccepted, replacedVersionId, folderId, isRequeued: requeued.has(one.version.id) }];
    }),
  );
}

async function findNumbers(tx: DocumentsTx, versionIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (versionIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('documentVersions')
    .where('id', '=', (eb) => eb.fn.any(eb.val(versionIds)))
    .select(['id', 'number'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.number]));
}

/** Ids of those that were still being read. */
async function settleVersions(
  tx: DocumentsTx,
  publications: readonly Publication[],
  stateOf: (publication: Publication) => 'ready' | 'superseded',
): Promise<ReadonlySet<string>> {
  if (publications.length === 0) return new Set();
  const of = <Key extends keyof Publication['change']>(key: Key) => publications.map(({ change }) => change[key]);
  const { rows } = await sql<{ id: string }>`
    update document_versions set state = fresh.state, format = fresh.format, language = fresh.language, parts = fresh.parts,
      passages = fresh.passages, day = fresh.day, metadata = fresh.metadata, finished_at = fresh.finished_at, reason = null, detail = null
    from unnest(${publications.map(({ version }) => version.id)}::uuid[], ${publications.map(stateOf)}::text[], ${of('format')}::text[],
      ${of('language')}::text[], ${of('parts')}::int[], ${of('passages')}::int[], ${of('day')}::int[], ${of('metadata')}::bytea[],
      ${of('finishedAt')}::timestamptz[])
      as fresh (id, state, format, language, parts, passages, day, metadata, finished_at)
    where document_versions.id = fresh.id and document_versions.state = 'reading'
    returning document_versions.id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

async function requeueReading(tx: DocumentsTx, versionIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (versionIds.length === 0) return new Set();
  const rows = await tx
    .updateTable('documentVersions')
    .set({ state: 'queued', attempts: 0 })
    .where('id', '=', (eb) => eb.fn.any(eb.val(versionIds)))
    .where('state', '=', 'reading')
    .returning('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** What a person has decided about the same label stays decided. */
async function suggestLabels(tx: DocumentsTx, publications: readonly Publication[]): Promise<void> {
  const suggested = publications.flatMap(({ version, suggestion }) => (suggestion ? [{ version, ...suggestion }] : []));
  if (suggested.length === 0) return;
  await sql`
    update documents set suggested_label_id = fresh.label_id, suggestion = fresh.content, suggestion_state = 'open'
    from unnest(${suggested.map(({ version }) => version.documentId)}::uuid[], ${suggested.map((one) => one.labelId)}::uuid[],
      ${suggested.map((one) => one.content)}::bytea[]) as fresh (id, label_id, content)
    where documents.id = fresh.id and documents.suggested_label_id is distinct from fresh.label_id`.execute(tx);
}

async function setCurrent(tx: DocumentsTx, versions: readonly VersionRow[]): Promise<void> {
  if (versions.length === 0) return;
  await sql`
    update documents set current_version_id = fresh.version_id
    from unnest(${versions.map((version) => version.documentId)}::uuid[], ${versions.map((version) => version.id)}::uuid[])
      as fresh (id, version_id)
    where documents.id = fresh.id`.execute(tx);
}

async function supersede(tx: DocumentsTx, versionIds: readonly string[]): Promise<void> {
  if (versionIds.length === 0) return;
  await tx
    .updateTable('documentVersions')
    .set({ state: 'superseded' })
    .where('id', '=', (eb) => eb.fn.any(eb.val(versionIds)))
    .execute();
}

/** The given rows in the place of all that the versions had. */
export async function replaceParts(
  tx: DocumentsTx,
  versionIds: readonly string[],
  parts: readonly PartRow[],
): Promise<void> {
  if (versionIds.length === 0) return;
  await tx
    .deleteFrom('documentParts')
    .where('versionId', '=', (eb) => eb.fn.any(eb.val(versionIds)))
    .execute();
  for (let from = 0; from < parts.length; from += partsAtOnce) {
    await tx
      .insertInto('documentParts')
      .values(parts.slice(from, from + partsAtOnce))
      .execute();
  }
}
