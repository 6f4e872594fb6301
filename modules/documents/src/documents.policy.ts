export type SpaceRole = 'owner' | 'analyst' | 'reader';

export function mayReadDocuments(role: SpaceRole | null): role is SpaceRole {
  return role !== null;
}

/** Upload, retry, cancel. */
export function mayChangeDocuments(role: SpaceRole | null): boolean {
  return role === 'owner' || role === 'analyst';
}

/** Analysts remove what they brought in; owners remove anything. */
export function mayDeleteDocument(role: SpaceRole | null, isOwnUpload: boolean): boolean {
  return role === 'owner' || (role === 'analyst' && isOwnUpload);
}

/** A watched folder reads the server's own disk on behalf of the space. */
export function mayManageWatchedFolders(role: SpaceRole | null): boolean {
  return role === 'owner';
}

/** Raises a label, confirms or dismisses what a document says of itself, decides about the requests of others. */
export function mayReclassify(role: SpaceRole | null): boolean {
  return role === 'owner';
}
