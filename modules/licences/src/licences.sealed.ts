import type { SealedTable } from '@nexus/db';

/** Whoever has the private part of an intermediate can issue licences until it is revoked. */
export const licencesSealed: readonly SealedTable[] = [
  {
    name: 'licence_keys',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'private_key', kind: 'licence_keys.private_key', objectId: 'id' }],
  },
];
