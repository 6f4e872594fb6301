import type { SealedTable } from '@nexus/db';

const space = { column: 'space_id' } as const;
const key = { id: 'uuid' } as const;
const part = { column: 'part', plus: 0 } as const;

/** Sealed columns of this module; the originals beside them are the business of `jobs/reseal-blobs.ts`. */
export const documentsSealed: readonly SealedTable[] = [
  { name: 'folders', space, key, columns: [{ name: 'name', kind: 'folders.name', objectId: 'id' }] },
  {
    name: 'documents',
    space,
    key,
    columns: [
      { name: 'file_name', kind: 'documents.file_name', objectId: 'id' },
      { name: 'suggestion', kind: 'documents.suggestion', objectId: 'id' },
    ],
  },
  {
    name: 'document_places',
    space,
    key,
    columns: [{ name: 'file_name', kind: 'documents.file_name', objectId: 'id' }],
  },
  {
    name: 'document_versions',
    space,
    key,
    columns: [
      { name: 'detail', kind: 'document_versions.detail', objectId: 'id' },
      { name: 'metadata', kind: 'document_versions.metadata', objectId: 'id' },
    ],
  },
  {
    name: 'document_parts',
    space,
    key: { version_id: 'uuid', part: 'int' },
    columns: [
      { name: 'content', kind: 'document_parts.content', objectId: 'version_id', version: part },
      { name: 'notes', kind: 'document_parts.notes', objectId: 'version_id', version: part },
    ],
  },
  { name: 'watched_folders', space, key, columns: [{ name: 'path', kind: 'watched_folders.path', objectId: 'id' }] },
  {
    name: 'unfinished_uploads',
    space,
    key,
    columns: [{ name: 'path', kind: 'unfinished_uploads.path', objectId: 'id' }],
  },
  {
    name: 'reclassifications',
    stays: true,
    space,
    key,
    columns: [
      { name: 'reason', kind: 'reclassifications.reason', objectId: 'id' },
      { name: 'decision_note', kind: 'reclassifications.note', objectId: 'id' },
    ],
  },
];
