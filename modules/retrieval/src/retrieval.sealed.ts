import type { SealedTable } from '@nexus/db';

/** Sealed columns of this module; the index itself is built anew instead (`reseal-index.ts`). */
export const retrievalSealed: readonly SealedTable[] = [
  {
    name: 'passages',
    space: { column: 'space_id' },
    key: { source_id: 'uuid', ordinal: 'int' },
    columns: [
      { name: 'content', kind: 'passages.content', objectId: 'source_id', version: { column: 'ordinal', plus: 1 } },
    ],
  },
  {
    name: 'saved_searches',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'query', kind: 'saved_searches.query', objectId: 'id' }],
  },
];
