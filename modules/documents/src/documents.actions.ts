/** What this module writes to the audit log. */
export const documentsActions = [
  'document.listed',
  'document.read',
  'document.downloaded',
  'document.original_viewed',
  'document.uploaded',
  'document.version_added',
  'document.deleted',
  'document.ingested',
  'document.ingest_failed',
  'document.ingest_cancelled',
  'document.ingest_retried',
  'watched_folder.added',
  'watched_folder.removed',
] as const;
