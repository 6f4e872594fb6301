/** Sealed columns of this module, all under the system's own key. Of the type `SealedTable` of `@nexus/db`. */
export const keysSealed = [
  {
    name: 'self_test_canaries',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'content', kind: 'self_test_canaries.content', objectId: 'id' }],
  },
  {
    name: 'legal_holds',
    space: 'system',
    key: { space_id: 'uuid' },
    columns: [{ name: 'reason', kind: 'legal_holds.reason', objectId: 'space_id' }],
  },
  {
    name: 'space_erasures',
    space: 'system',
    key: { id: 'uuid' },
    columns: [
      { name: 'reason', kind: 'space_erasures.reason', objectId: 'id' },
      { name: 'certificate', kind: 'space_erasures.certificate', objectId: 'id' },
    ],
  },
] as const;
