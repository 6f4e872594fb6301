import type { SealedTable } from '@nexus/db';

const key = { id: 'uuid' } as const;

/** Sealed columns of this module: the system's own. What lies in a store is sealed with the store's key, which follows the root. */
export const backupsSealed: readonly SealedTable[] = [
  {
    name: 'backup_targets',
    space: 'system',
    key,
    columns: [
      { name: 'config', kind: 'backup_targets.config', objectId: 'id' },
      { name: 'store_key', kind: 'backup_targets.store_key', objectId: 'id' },
    ],
  },
  {
    name: 'drill_questions',
    space: 'system',
    key,
    columns: [{ name: 'question', kind: 'drill_questions.question', objectId: 'id' }],
  },
];
