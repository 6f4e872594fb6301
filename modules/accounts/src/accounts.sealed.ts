import type { SealedTable } from '@nexus/db';

const byId = { id: 'uuid' } as const;
const byPerson = { person_id: 'uuid' } as const;

/** What names people or lets them in; all of it under the system's own key. As `sealed-fields.ts` seals it. */
export const accountsSealed: readonly SealedTable[] = [
  {
    name: 'people',
    space: 'system',
    key: byId,
    columns: [
      { name: 'email', kind: 'people.email', objectId: 'id' },
      { name: 'name', kind: 'people.name', objectId: 'id' },
    ],
  },
  {
    name: 'credentials',
    space: 'system',
    key: byPerson,
    columns: [{ name: 'password_hash', kind: 'credentials.password_hash', objectId: 'person_id' }],
  },
  {
    name: 'second_factors',
    space: 'system',
    key: byPerson,
    columns: [{ name: 'secret', kind: 'second_factors.secret', objectId: 'person_id' }],
  },
  {
    name: 'sessions',
    space: 'system',
    key: byId,
    columns: [{ name: 'source', kind: 'sessions.source', objectId: 'id' }],
  },
  {
    name: 'access_tokens',
    space: 'system',
    key: byId,
    columns: [{ name: 'name', kind: 'access_tokens.name', objectId: 'id' }],
  },
  {
    name: 'passkeys',
    space: 'system',
    key: byId,
    columns: [
      { name: 'credential', kind: 'passkeys.credential', objectId: 'id' },
      { name: 'name', kind: 'passkeys.name', objectId: 'id' },
    ],
  },
];
