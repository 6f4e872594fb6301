import type { Sealer } from '@nexus/crypto';
import type { DocumentsTx } from '../documents.repository.ts';
import type { DocumentRow, PlaceRow } from '../documents.tables.ts';
import { openFileName, sealFileName } from '../file-name.ts';
import { indexFolderOf } from '../index-folder.ts';
import * as repository from '../places.repository.ts';

export type Leaving = {
  /** These documents go, whatever places they have. */
  documentIds?: readonly string[];
  placeIds?: readonly string[];
  /** What was attached goes along only under these labels: what is hidden from whoever deletes outlives what it was attached to. */
  labelIds: readonly string[];
};

export type Left = {
  /** Documents that are going now: those asked for and those that lost their last place. For `purge`. */
  goingIds: string[];
  /** Versions to be read again, because the index knows their document by other folders. */
  requeuedVersionIds: string[];
};

/**
 * Takes documents or places away. What was attached to a document that goes loses that place, and goes with it unless it has another: a contract
 * that came by mail and was also uploaded outlives the mail. Documents are locked before their places are looked at, again and again until nothing
 * new is below: a reading may have been adding an attachment meanwhile.
 */
export async function leavePlaces(
  tx: DocumentsTx,
  sealer: Sealer,
  { documentIds = [], placeIds = [], labelIds }: Leaving,
  now: Date,
): Promise<Left> {
  const going = new Set(documentIds);
  const lost = new Set(placeIds);
  const isLost = (place: PlaceRow) =>
    lost.has(place.id) || (place.parentDocumentId !== null && going.has(place.parentDocumentId));
  let staying: { document: DocumentRow; places: PlaceRow[] }[];
  for (let size = -1; ; ) {
    if (size === going.size) break;
    size = going.size;
    await repository.lockDocuments(tx, [...going]);
    const below = await repository.listPlacesBelow(tx, [...going]);
    const losing = await repository.listDocumentsOfPlaces(tx, [...lost]);
    const affected = [...new Set([...below.map((place) => place.documentId), ...losing])].filter(
      (id) => !going.has(id),
    );
    const documents = (await repository.lockDocuments(tx, affected)).filter(({ labelId }) =>
      labelIds.includes(labelId),
    );
    const places = Map.groupBy(
      await repository.listPlaces(
        tx,
        documents.map(({ id }) => id),
      ),
      (place) => place.documentId,
    );
    staying = documents.map((document) => ({ document, places: places.get(document.id) ?? [] }));
    for (const { document, places: all } of staying) if (all.every(isLost)) going.add(document.id);
  }
  const moved: string[] = [];
  for (const { document, places } of staying!) {
    const kept = places.filter((place) => !isLost(place));
    await repository.deletePlaces(
      tx,
      places.filter(isLost).map((place) => place.id),
    );
    await keepMainPlace(tx, sealer, document, kept, now);
    if (indexFolderOf(document.id, places) !== indexFolderOf(document.id, kept)) moved.push(document.id);
  }
  const requeuedVersionIds = await repository.requeueCurrent(tx, moved);
  const goingIds = going.size > 0 ? await repository.markGoing(tx, [...going]) : [];
  return { goingIds, requeuedVersionIds };
}

/** Lets the oldest of the remaining places be the main one when that was lost. */
export async function keepMainPlace(
  tx: DocumentsTx,
  sealer: Sealer,
  document: DocumentRow,
  places: readonly PlaceRow[],
  now: Date,
): Promise<void> {
  const [oldest] = places;
  if (!oldest || places.some((place) => place.placeFingerprint.equals(document.placeFingerprint))) return;
  await repository.updateMainPlace(tx, document.id, {
    folderId: oldest.folderId,
    parentDocumentId: oldest.parentDocumentId,
    fileName: sealFileName(sealer, document.id, openFileName(sealer, oldest)),
    placeFingerprint: oldest.placeFingerprint,
    updatedAt: now,
  });
}
