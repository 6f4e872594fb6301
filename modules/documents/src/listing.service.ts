import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import { SpaceUnreachableError } from './documents.errors.ts';
import type {
  AccessPort,
  AuditPort,
  KeyringPort,
  LabelsPort,
  LabelView,
  PeoplePort,
  SpacesPort,
} from './documents.ports.ts';
import type { SpaceReach } from './documents.repository.ts';
import type { DocumentsTables, FolderRow } from './documents.tables.ts';
import { failureReasons } from './failure-reasons.ts';
import { findFoldersUpwards } from './folders.repository.ts';
import * as repository from './listing.repository.ts';

export type ListingDependencies = {
  database: Pick<Database, 'withActor'>;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  labels: Pick<LabelsPort, 'viewOf'>;
  people: PeoplePort;
  audit: AuditPort;
};

/** One line of the list. `rows` are arrays in the order of `listingColumns`. */
export type ListingLine =
  | { kind: 'start'; at: string; total: number; whole: boolean; columns: readonly string[] }
  | { kind: 'folders'; folders: [id: string, path: string][] }
  | { kind: 'labels'; labels: LabelView[] }
  | { kind: 'rows'; rows: unknown[][] }
  | { kind: 'people'; people: [id: string, name: string][] }
  | { kind: 'reasons'; reasons: [code: string, es: string, en: string][] }
  | { kind: 'end'; sent: number; cut: boolean };

export const listingColumns = [
  'id',
  'fileName',
  'folderId',
  'parentDocumentId',
  'createdBy',
  'state',
  'reason',
  'format',
  'language',
  'parts',
  'ocrParts',
  'unreadParts',
  'ocrConfidence',
  'sizeBytes',
  'createdAtMs',
  'progressDone',
  'progressTotal',
  'version',
  'labelId',
  'hasSuggestion',
] as const;

/** A page that holds more in memory than this is no use to anybody; older documents are found by searching. */
const maxRows = 200_000;
const rowsAtOnce = 1_000;
/** A change that was written before the list began but not yet committed is in the next one. */
const overlapMs = 5_000;

/**
 * The whole list of a space's documents, for a page that sorts and filters by itself: names are sealed, so the database cannot. Streamed, each
 * thousand rows in a transaction of its own, so that neither memory nor the other people on the server feel a long list.
 */
export function createListingService(dependencies: ListingDependencies) {
  const { database, keyring, spaces, accessOf, labels, people, audit } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withActor<DocumentsTables, R>(actor, run);

  /** What of the space the person may read now: asked for each portion, because a list may take longer than a clearance holds. */
  async function reachOf(tx: Tx<DocumentsTables>, actor: PersonActor, spaceId: string): Promise<SpaceReach> {
    if (!(await spaces.findMembership(tx as Tx, actor.personId, spaceId))) throw new SpaceUnreachableError();
    return { spaceId, labelIds: (await accessOf(tx as Tx)).labelIds };
  }

  /** Refuses before the first byte is sent; then the lines come. */
  async function openListing(
    actor: PersonActor,
    spaceId: string,
    since: Date | null,
  ): Promise<AsyncGenerator<ListingLine>> {
    const found = await act(actor, async (tx) => {
      const reach = await reachOf(tx, actor, spaceId);
      // A page that keeps itself up to date asks every few seconds; that it shows the list was recorded when it first did.
      if (!since) await audit.record(tx as Tx, { actor, action: 'document.listed', outcome: 'success', spaceId });
      const state = await repository.findListingState(tx, reach);
      return { ...state, ids: await repository.listListingIds(tx, reach, since, maxRows) };
    });
    return lines(actor, spaceId, since, found);
  }

  async function* lines(
    actor: PersonActor,
    spaceId: string,
    since: Date | null,
    state: { total: number; at: Date; ids: readonly string[] },
  ): AsyncGenerator<ListingLine> {
    const at = new Date(state.at.getTime() - overlapMs).toISOString();
    yield { kind: 'start', at, total: state.total, whole: since === null, columns: listingColumns };
    yield {
      kind: 'reasons',
      reasons: Object.entries(failureReasons).map(([code, { es, en }]) => [code, es, en]),
    };
    const sealer = await keyring.forSpace(spaceId);
    const folderPaths = new Map<string, string>();
    const personIds = new Set<string>();
    const labelIds = new Set<string>();
    let sent = 0;
    for (let from = 0; from < state.ids.length; from += rowsAtOnce) {
      const ids = state.ids.slice(from, from + rowsAtOnce);
      const { rows, folders } = await act(actor, async (tx) => {
        const found = await repository.listListingRows(tx, await reachOf(tx, actor, spaceId), ids);
        const unknown = found.map(({ folderId }) => folderId).filter((id) => id !== null && !folderPaths.has(id));
        return { rows: found, folders: await findFoldersUpwards(tx, unknown) };
      });
      const fresh = openFolderPaths(sealer, folders, folderPaths);
      if (fresh.length > 0) yield { kind: 'folders', folders: fresh };
      const unseen = new Set(rows.flatMap(({ labelId }) => (labelIds.has(labelId) ? [] : [labelId])));
      for (const id of unseen) labelIds.add(id);
      if (unseen.size > 0) yield { kind: 'labels', labels: [...unseen].map((id) => labels.viewOf(id)) };
      if (rows.length > 0) yield { kind: 'rows', rows: rows.map((row) => openRow(sealer, row)) };
      for (const { createdBy } of rows) if (createdBy) personIds.add(createdBy);
      sent += rows.length;
    }
    yield { kind: 'people', people: [...(await people.namesOf(actor, [...personIds]))] };
    yield { kind: 'end', sent, cut: state.ids.length === maxRows && maxRows < state.total };
  }

  /** What is in a space, in figures. */
  async function overview(actor: PersonActor, spaceId: string) {
    const groups = await act(actor, async (tx) => {
      return await repository.listOverviewGroups(tx, await reachOf(tx, actor, spaceId));
    });
    return sumUp(groups);
  }

  async function counts(actor: PersonActor): Promise<repository.SpaceCounts[]> {
    return await act(actor, async (tx) => repository.countBySpace(tx, await accessOf(tx as Tx)));
  }

  return { openListing, overview, counts };
}

export type ListingService = ReturnType<typeof createListingService>;

function openRow(sealer: Sealer, row: repository.ListingRow): unknown[] {
  return [
    row.id,
    sealer.openText({ kind: 'documents.file_name', objectId: row.id }, row.fileName),
    row.folderId,
    row.parentDocumentId,
    row.createdBy,
    row.state,
    row.reason,
    row.format,
    row.language,
    row.parts,
    row.ocrParts,
    row.unreadParts,
    row.ocrConfidence,
    Number(row.sizeBytes),
    row.createdAt.getTime(),
    row.progressDone,
    row.progressTotal,
    row.version,
    row.labelId,
    row.hasSuggestion,
  ];
}

/** Adds the paths of the given folders to those known, each name opened once; returns the new ones. */
function openFolderPaths(
  sealer: Sealer,
  folders: readonly FolderRow[],
  known: Map<string, string>,
): [id: string, path: string][] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const fresh: [string, string][] = [];
  function pathOf(id: string): string {
    const path = known.get(id);
    if (path !== undefined) return path;
    const folder = byId.get(id);
    if (!folder) return '';
    const name = sealer.openText({ kind: 'folders.name', objectId: id }, folder.name);
    const outer = folder.parentId ? pathOf(folder.parentId) : '';
    const whole = outer === '' ? name : `${outer}/${name}`;
    known.set(id, whole);
    fresh.push([id, whole]);
    return whole;
  }
  for (const { id } of folders) pathOf(id);
  return fresh;
}

function sumUp(groups: readonly repository.OverviewGroup[]) {
  const states = { queued: 0, reading: 0, ready: 0, failed: 0, cancelled: 0, superseded: 0 };
  const formats = new Map<string, number>();
  const languages = new Map<string, number>();
  const total = { documents: 0, parts: 0, unreadParts: 0, sizeBytes: 0 };
  let latestAt: Date | null = null;
  for (const group of groups) {
    states[group.state] += group.documents;
    total.documents += group.documents;
    total.parts += group.parts;
    total.unreadParts += group.unreadParts;
    total.sizeBytes += Number(group.sizeBytes);
    if (group.format) formats.set(group.format, (formats.get(group.format) ?? 0) + group.documents);
    if (group.language) languages.set(group.language, (languages.get(group.language) ?? 0) + group.documents);
    if (!latestAt || group.latestAt > latestAt) latestAt = group.latestAt;
  }
  const byCount = (counted: Map<string, number>) =>
    [...counted].map(([name, documents]) => ({ name, documents })).sort((a, b) => b.documents - a.documents);
  return { ...total, states, formats: byCount(formats), languages: byCount(languages), latestAt };
}
