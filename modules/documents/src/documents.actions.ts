/** What this module writes to the audit log. */
export const documentsActions = [
  'document.listed',
  'document.read',
  'document.downloaded',
  'document.uploaded',
  'document.version_added',
  'document.place_added',
  'document.place_removed',
  'document.deleted',
  'document.ingested',
  'document.ingest_failed',
  'document.ingest_cancelled',
  'document.ingest_retried',
  'watched_folder.added',
  'watched_folder.removed',
] as const;
