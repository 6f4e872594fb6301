import type { Sealer } from '@nexus/crypto';
import { type Database, retrySerializable, type Tx } from '@nexus/db';
import { type Clock, decodeCursor, type Page, type PersonActor, pageOf } from '@nexus/kernel';
import { type DocumentAccess, getReadable } from './documents.access.ts';
import { createDocumentCards } from './documents.cards.ts';
import {
  DocumentActionForbiddenError,
  NothingToCancelError,
  NothingToRetryError,
  PlaceNotFoundError,
  SpaceUnreachableError,
} from './documents.errors.ts';
import {
  type DocumentDetails,
  type DocumentSummary,
  openDocument,
  openPlaces,
  openSuggestion,
} from './documents.opening.ts';
import { mayChangeDocuments, mayDeleteDocument, type SpaceRole } from './documents.policy.ts';
import type { AccessPort, AuditPort, JobsPort, KeyringPort, LabelsPort, SpacesPort } from './documents.ports.ts';
import * as repository from './documents.repository.ts';
import type { DocumentsTables, VersionRow } from './documents.tables.ts';
import { findFoldersUpwards } from './folders.repository.ts';
import { type NumberedBlock, unpackBlocks } from './packed-blocks.ts';
import { listPlaces } from './places.repository.ts';
import { listReclassifications } from './reclassification/reclassifications.repository.ts';
import { type Left, leavePlaces } from './use-cases/leave-places.ts';
import { ingestQueue } from './use-cases/upload-document.ts';

export type DocumentsDependencies = {
  database: Pick<Database, 'withActor'>;
  keyring: KeyringPort;
  spaces: SpacesPort;
  accessOf: AccessPort;
  labels: LabelsPort;
  audit: AuditPort;
  jobs: JobsPort;
  clock: Clock;
  /** Stops a reading that runs in this process. */
  interrupt: (versionId: string) => void;
  /** Removes text, index, blobs and rows of documents marked as going; resolves when they are gone. */
  purge: (documentIds: readonly string[]) => Promise<void>;
};

export type PartText = { part: number; kind: string; blocks: NumberedBlock[] };

export type DocumentsService = ReturnType<typeof createDocumentsService>;

export function createDocumentsService(dependencies: DocumentsDependencies) {
  const { database, keyring, spaces, accessOf, labels, audit, jobs, clock, interrupt, purge } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withActor<DocumentsTables, R>(actor, run);

  async function ensureMember(tx: Tx<DocumentsTables>, actor: PersonActor, spaceId: string): Promise<SpaceRole> {
    const membership = await spaces.findMembership(tx as Tx, actor.personId, spaceId);
    if (!membership) throw new SpaceUnreachableError();
    return membership.role;
  }

  const getInTx = (tx: Tx<DocumentsTables>, actor: PersonActor, documentId: string, versionId?: string) =>
    getReadable(tx, { spaces, accessOf }, actor, documentId, versionId);

  const record = (
    tx: Tx<DocumentsTables>,
    actor: PersonActor,
    action: string,
    access: repository.DocumentWithVersion,
  ) =>
    audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      spaceId: access.document.spaceId,
      labelId: access.document.labelId,
      objects: [
        { kind: 'document', id: access.document.id },
        { kind: 'document_version', id: access.latest.id },
      ],
    });

  async function list(
    actor: PersonActor,
    spaceId: string,
    filter: repository.DocumentFilter,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<DocumentSummary>> {
    const beforeId = page.cursor ? String(decodeCursor(page.cursor, 1)[0]) : null;
    const { rows, folders } = await act(actor, async (tx) => {
      await ensureMember(tx, actor, spaceId);
      await audit.record(tx as Tx, { actor, action: 'document.listed', outcome: 'success', spaceId });
      const { labelIds } = await accessOf(tx as Tx);
      const found = await repository.listDocuments(tx, { spaceId, labelIds }, filter, { limit: page.limit, beforeId });
      return {
        rows: found,
        folders: await findFoldersUpwards(
          tx,
          found.map(({ document }) => document.folderId),
        ),
      };
    });
    const sealer = await keyring.forSpace(spaceId);
    const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.document.id]);
    return { items: items.map((row) => openDocument(sealer, labels, row, folders)), nextCursor };
  }

  async function get(actor: PersonActor, documentId: string, versionId?: string): Promise<DocumentDetails> {
    const { access, quality, versions, places, folders, parents, children, requests } = await act(actor, async (tx) => {
      const found = await getInTx(tx, actor, documentId, versionId);
      await record(tx, actor, 'document.read', found);
      const all = await listPlaces(tx, [documentId]);
      const { parentDocumentId } = found.document;
      return {
        access: found,
        parents: readable(found, await repository.findDocuments(tx, parentDocumentId ? [parentDocumentId] : [])),
        children: readable(found, await repository.findDocuments(tx, await repository.listChildIds(tx, documentId))),
        requests: await listReclassifications(tx, { state: 'requested', documentId }, 1),
        quality: await repository.listQuality(tx, found.latest.id),
        versions: await repository.listVersions(tx, documentId),
        places: all,
        folders: await findFoldersUpwards(tx, [found.document.folderId, ...all.map((place) => place.folderId)]),
      };
    });
    const sealer = await keyring.forSpace(access.document.spaceId);
    return {
      ...openDocument(sealer, labels, access, folders),
      suggestion: openSuggestion(sealer, labels, access.document, access.access.mayUse),
      hasOpenRequest: requests.some(({ toLabelId }) => access.access.mayUse(toLabelId)),
      parent: parents.map((parent) => openDocument(sealer, labels, parent, []))[0] ?? null,
      attachments: children.map((child) => openDocument(sealer, labels, child, [])),
      parts: quality.map((part) => ({
        part: part.part,
        kind: part.kind,
        method: part.method,
        characters: part.characters,
        confidence: part.confidence,
        garbage: part.garbage,
        ...openRemarks(sealer, part),
      })),
      versions: versions.map(({ id, number, state, sizeBytes, createdAt, createdBy }) => {
        return { id, number, state, sizeBytes: Number(sizeBytes), createdAt, createdBy };
      }),
      places: openPlaces(sealer, access.document, places, folders),
    };
  }

  /** The extracted text of some parts, block by block with places. */
  async function readText(
    actor: PersonActor,
    documentId: string,
    page: { fromPart: number; limit: number; versionId?: string | undefined },
  ): Promise<PartText[]> {
    const { access, parts } = await act(actor, async (tx) => {
      const found = await getInTx(tx, actor, documentId, page.versionId);
      await record(tx, actor, 'document.read', found);
      return { access: found, parts: await repository.listParts(tx, found.latest.id, page) };
    });
    const sealer = await keyring.forSpace(access.document.spaceId);
    return parts.map((part) => {
      const context = { kind: 'document_parts.content', objectId: part.versionId, version: part.part };
      return {
        part: part.part,
        kind: part.kind,
        blocks: part.content ? unpackBlocks(sealer.open(context, part.content)) : [],
      };
    });
  }

  async function cancel(actor: PersonActor, documentId: string): Promise<void> {
    const versionId = await act(actor, async (tx) => {
      const access = await getInTx(tx, actor, documentId);
      if (!mayChangeDocuments(access.role)) throw new DocumentActionForbiddenError();
      const change = { state: 'cancelled' as const, reason: 'cancelled', finishedAt: clock.now() };
      if (!(await repository.moveVersion(tx, access.latest.id, ['queued', 'reading'], change)))
        throw new NothingToCancelError();
      await record(tx, actor, 'document.ingest_cancelled', access);
      return access.latest.id;
    });
    interrupt(versionId);
  }

  async function retry(actor: PersonActor, documentId: string): Promise<void> {
    const versionId = await act(actor, async (tx) => {
      const access = await getInTx(tx, actor, documentId);
      if (!mayChangeDocuments(access.role)) throw new DocumentActionForbiddenError();
      const change = { state: 'queued' as const, reason: null, detail: null, attempts: 0, finishedAt: null };
      if (!(await repository.moveVersion(tx, access.latest.id, ['failed', 'cancelled'], change)))
        throw new NothingToRetryError();
      await record(tx, actor, 'document.ingest_retried', access);
      return access.latest.id;
    });
    await jobs.sendAll(ingestQueue, [{ versionId }]);
  }

  /** Gone at once for every reader, then gone from disk: text, index, blobs, rows, with everything that was attached to it. */
  async function remove(actor: PersonActor, documentId: string): Promise<void> {
    await leave(actor, async (tx) => {
      const access = await getInTx(tx, actor, documentId);
      if (!mayDeleteDocument(access.role, access.document.createdBy === actor.personId))
        throw new DocumentActionForbiddenError();
      await record(tx, actor, 'document.deleted', access);
      const sealer = await keyring.forSpace(access.document.spaceId);
      const left = await leavePlaces(tx, sealer, { documentIds: [documentId], ...access.access }, clock.now());
      // What the database kept is not told as deleted.
      if (!left.goingIds.includes(documentId)) throw new DocumentActionForbiddenError();
      return left;
    });
  }

  /** The document stays as long as it has another place; with its last place it is deleted as by `remove`. */
  async function removePlace(actor: PersonActor, documentId: string, placeId: string): Promise<void> {
    await leave(actor, async (tx) => {
      const access = await getInTx(tx, actor, documentId);
      const places = await listPlaces(tx, [documentId]);
      const place = places.find(({ id }) => id === placeId);
      if (!place) throw new PlaceNotFoundError();
      if (!mayDeleteDocument(access.role, place.createdBy === actor.personId)) throw new DocumentActionForbiddenError();
      const sealer = await keyring.forSpace(access.document.spaceId);
      const left = await leavePlaces(tx, sealer, { placeIds: [placeId], ...access.access }, clock.now());
      const isGone = left.goingIds.includes(documentId);
      await record(tx, actor, isGone ? 'document.deleted' : 'document.place_removed', access);
      return left;
    });
  }

  async function leave(actor: PersonActor, run: (tx: Tx<DocumentsTables>) => Promise<Left>): Promise<void> {
    const { goingIds, requeuedVersionIds, unfinished } = await retrySerializable(() =>
      act(actor, async (tx) => {
        const left = await run(tx);
        return { ...left, unfinished: await repository.listUnfinishedVersions(tx, left.goingIds) };
      }),
    );
    for (const versionId of unfinished) interrupt(versionId);
    await jobs.sendAll(
      ingestQueue,
      requeuedVersionIds.map((versionId) => ({ versionId })),
    );
    if (goingIds.length > 0) await purge(goingIds);
  }

  /** How many documents of the space wait, are being read, are ready or could not be read. */
  async function countByState(actor: PersonActor, spaceId: string): Promise<Record<VersionRow['state'], number>> {
    const counts = await act(actor, async (tx) => {
      await ensureMember(tx, actor, spaceId);
      const { labelIds } = await accessOf(tx as Tx);
      return await repository.countByState(tx, { spaceId, labelIds });
    });
    const all = { queued: 0, reading: 0, ready: 0, failed: 0, cancelled: 0, superseded: 0 };
    for (const { state, count } of counts) all[state] = count;
    return all;
  }

  return {
    list,
    get,
    readText,
    cancel,
    retry,
    remove,
    removePlace,
    countByState,
    ...createDocumentCards({ keyring, labels, accessOf }),
  };
}

function readable({ access }: DocumentAccess, found: readonly repository.DocumentWithVersion[]) {
  return found.filter(({ document }) => access.mayRead(document.spaceId, document.labelId));
}

function openRemarks(sealer: Sealer, part: { versionId: string; part: number; notes: Buffer | null }) {
  if (!part.notes) return {};
  const context = { kind: 'document_parts.notes', objectId: part.versionId, version: part.part };
  return sealer.openJson<{ name?: string; size?: [number, number]; notes?: string[] }>(context, part.notes);
}
