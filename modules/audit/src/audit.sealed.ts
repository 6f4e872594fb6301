import type { SealedTable } from '@nexus/db';

/** Private halves of the keys that sign checkpoints, under the system's own key. */
export const auditSealed: readonly SealedTable[] = [
  {
    name: 'audit_keys',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'private_key', kind: 'audit_keys.private_key', objectId: 'id' }],
  },
];
