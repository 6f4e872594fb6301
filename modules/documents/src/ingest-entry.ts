import type { AuditEntry } from './documents.ports.ts';
import type { VersionRow } from './documents.tables.ts';

/** What the log says of a reading. */
export function ingestEntry(
  action: 'document.ingested' | 'document.ingest_failed',
  outcome: 'success' | 'failed',
  version: VersionRow,
  details: Record<string, unknown> = {},
): AuditEntry {
  return {
    actor: { kind: 'system', job: 'ingest' },
    action,
    outcome,
    spaceId: version.spaceId,
    labelId: version.labelId,
    objects: [
      { kind: 'document', id: version.documentId },
      { kind: 'document_version', id: version.id },
    ],
    details,
  };
}
