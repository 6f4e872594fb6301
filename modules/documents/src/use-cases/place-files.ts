import type { Sealer } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import type { DocumentsTx } from '../documents.repository.ts';
import type { DocumentRow, PlaceRow, VersionRow } from '../documents.tables.ts';
import { sealFileName } from '../file-name.ts';
import { ensureFolders } from '../folders.repository.ts';
import { indexFolderOf } from '../index-folder.ts';
import { deletePlaces, insertPlaces, requeueCurrent } from '../places.repository.ts';
import * as repository from '../upload-group.repository.ts';
import { keepMainPlace } from './leave-places.ts';

/** A file whose bytes are safe in a blob and that has no rows yet. */
export type StoredFile = repository.UploadPrints & {
  path: { folders: readonly string[]; fileName: string };
  blobId: string;
  /** Key that sealed the blob. */
  blobKeyId: Buffer;
  sizeBytes: bigint;
};

export type PlacedFile = {
  documentId: string;
  versionId: string;
  outcome: 'created' | 'version' | 'place' | 'duplicate';
};

export type Placing = {
  spaceId: string;
  labelId: string;
  parentDocumentId: string | null;
  createdBy: string | null;
  now: Date;
};

/** `lostBy`: documents that had one of the places and others, and lost that one, because other bytes lie there now. */
export type PlacingResult = { placed: PlacedFile[]; lostBy: string[]; requeuedVersionIds: string[] };

type Plan = {
  documents: DocumentRow[];
  versions: repository.NewVersion[];
  places: PlaceRow[];
  touched: Set<string>;
  /** Documents that lost a place to other bytes, with what they have left. */
  losers: Set<repository.KnownDocument>;
  lostPlaceIds: string[];
};

const holding: readonly VersionRow['state'][] = ['queued', 'reading', 'ready', 'failed'];

/**
 * Decides for each file what it is and writes the rows of all of them, among the documents of its label alone. The same bytes as the newest version of a document in the space: one more
 * place of that document. Other bytes at the only place of a document: its next version. Other bytes at one of several places: that place leaves
 * its document, whose other places still hold what they held. Else a new document. No two of the files may have one place.
 */
export async function placeFiles(
  tx: DocumentsTx,
  sealer: Sealer,
  placing: Placing,
  files: readonly StoredFile[],
): Promise<PlacingResult> {
  await repository.lockUploads(tx, files);
  const known = await repository.findKnownDocuments(tx, placing, files);
  const indexedBefore = new Map(known.map(({ document, places }) => [document.id, indexFolderOf(document.id, places)]));
  const folderOf = await ensureFolders(
    tx,
    sealer,
    placing,
    files.map((file) => file.path.folders),
    placing.now,
  );
  const plan: Plan = {
    documents: [],
    versions: [],
    places: [],
    touched: new Set(),
    losers: new Set(),
    lostPlaceIds: [],
  };
  const placed = files.map((file) => placeFile(sealer, placing, plan, known, file, folderOf(file.path.folders)));

  await deletePlaces(tx, plan.lostPlaceIds);
  for (const { document, places } of plan.losers) await keepMainPlace(tx, sealer, document, places, placing.now);
  await repository.insertDocuments(tx, plan.documents);
  await repository.insertVersions(tx, plan.versions);
  await insertPlaces(tx, plan.places);
  await repository.touchDocuments(tx, [...plan.touched], placing.now);
  const moved = known.filter(({ document, places }) => {
    const before = indexedBefore.get(document.id);
    return before !== undefined && before !== indexFolderOf(document.id, places);
  });
  const requeuedVersionIds = await requeueCurrent(
    tx,
    moved.map(({ document }) => document.id),
  );
  return { placed, lostBy: [...plan.losers].map(({ document }) => document.id), requeuedVersionIds };
}

/** `known` and `plan` grow with what the file brings, so that a later file of the group meets it. */
function placeFile(
  sealer: Sealer,
  placing: Placing,
  plan: Plan,
  known: repository.KnownDocument[],
  file: StoredFile,
  folderId: string | null,
): PlacedFile {
  const isHere = (place: PlaceRow) => place.placeFingerprint.equals(file.placeFingerprint);
  const hasContent = ({ newest }: repository.KnownDocument) =>
    holding.includes(newest.state) && newest.contentFingerprint.equals(file.contentFingerprint);
  const holder = known.find(({ places }) => places.some(isHere));
  if (holder && hasContent(holder)) return answer(holder, 'duplicate');
  if (holder?.places.length === 1) {
    addVersion(placing, plan, holder, file);
    plan.touched.add(holder.document.id);
    return answer(holder, 'version');
  }
  if (holder) {
    plan.lostPlaceIds.push(holder.places.find(isHere)!.id);
    holder.places = holder.places.filter((place) => !isHere(place));
    plan.losers.add(holder);
  }
  const twin = known.find(hasContent);
  // A file that contains itself would otherwise hold itself in the vault for ever.
  if (twin?.document.id === placing.parentDocumentId) return answer(twin!, 'duplicate');
  const placeId = newId();
  const { spaceId, parentDocumentId, createdBy, now } = placing;
  const place = {
    spaceId,
    parentDocumentId,
    folderId,
    fileName: sealFileName(sealer, placeId, file.path.fileName),
    placeFingerprint: file.placeFingerprint,
    createdBy,
    createdAt: now,
  };
  if (twin) {
    addPlace(plan, twin, { ...place, id: placeId, documentId: twin.document.id });
    plan.touched.add(twin.document.id);
    return answer(twin, 'place');
  }
  const document: DocumentRow = {
    ...place,
    id: placeId,
    labelId: placing.labelId,
    currentVersionId: null,
    state: 'active',
    suggestedLabelId: null,
    suggestion: null,
    suggestionState: null,
    version: 1,
    updatedAt: now,
  };
  plan.documents.push(document);
  const fresh: repository.KnownDocument = { document, places: [], newest: { ...nothing, createdAt: now } };
  known.push(fresh);
  addPlace(plan, fresh, { ...place, id: placeId, documentId: placeId });
  addVersion(placing, plan, fresh, file);
  return answer(fresh, 'created');
}

const nothing = { id: '', number: 0, state: 'queued' as const, contentFingerprint: Buffer.alloc(0) };

function answer({ document, newest }: repository.KnownDocument, outcome: PlacedFile['outcome']): PlacedFile {
  return { documentId: document.id, versionId: newest.id, outcome };
}

function addPlace(plan: Plan, owner: repository.KnownDocument, place: PlaceRow): void {
  owner.places = [...owner.places, place];
  plan.places.push(place);
}

function addVersion(placing: Placing, plan: Plan, owner: repository.KnownDocument, file: StoredFile): void {
  const version = {
    id: newId(),
    documentId: owner.document.id,
    number: owner.newest.number + 1,
    spaceId: placing.spaceId,
    labelId: owner.document.labelId,
    blobId: file.blobId,
    blobKeyId: file.blobKeyId,
    sizeBytes: file.sizeBytes,
    contentFingerprint: file.contentFingerprint,
    createdBy: placing.createdBy,
    createdAt: placing.now,
  };
  plan.versions.push(version);
  owner.newest = { ...version, state: 'queued' };
}
