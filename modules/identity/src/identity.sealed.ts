import type { SealedTable } from '@nexus/db';

export const identitySealed: readonly SealedTable[] = [
  {
    name: 'sign_in_sources',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'settings', kind: 'sign_in_sources.settings', objectId: 'id' }],
  },
  {
    name: 'external_identities',
    space: 'system',
    key: { source_id: 'uuid', subject_fingerprint: 'bytea' },
    columns: [{ name: 'subject', kind: 'external_identities.subject', objectId: 'source_id' }],
  },
];
