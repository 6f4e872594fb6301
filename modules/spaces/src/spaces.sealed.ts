import type { SealedTable } from '@nexus/db';

export const spacesSealed: readonly SealedTable[] = [
  {
    name: 'spaces',
    space: { column: 'id' },
    key: { id: 'uuid' },
    columns: [{ name: 'name', kind: 'spaces.name', objectId: 'id' }],
  },
];
