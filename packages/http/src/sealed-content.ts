/** Answers that are kept for a repeated request. Of the type `SealedTable` of `@nexus/db`. */
export const httpSealed = [
  {
    name: 'idempotency_keys',
    space: 'system',
    key: { person_id: 'uuid', key_hash: 'bytea' },
    columns: [{ name: 'response', kind: 'idempotency_keys.response', objectId: 'attempt_id' }],
  },
] as const;
