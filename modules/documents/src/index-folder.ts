import type { PlaceRow } from './documents.tables.ts';

/**
 * The index knows one folder of a document. One whose places lie in several is known by its own id instead, and a search in a folder asks for
 * the ids of such documents beside the folder's (`listSpreadDocuments`). When this changes, the document is read again.
 */
export function indexFolderOf(documentId: string, places: readonly Pick<PlaceRow, 'folderId'>[]): string | null {
  const folderIds = new Set(places.map((place) => place.folderId));
  return folderIds.size > 1 ? documentId : (places[0]?.folderId ?? null);
}
