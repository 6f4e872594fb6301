import type { MigrationModule } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import type { TestDatabase } from './test-database.ts';

/** The functions that policies of the hub ask, over a table of the test's own. Goes before the modules under test. */
export const actingStub: MigrationModule = {
  name: 'acting_stub',
  directory: new URL('../acting-stub/', import.meta.url),
};

/** Somebody new who acts in an organisation: `network` with its roles, or a partner's. */
export async function actingPerson(
  db: Pick<TestDatabase, 'asOwner'>,
  organisation: { id: string; kind: 'network' | 'partner' },
  ...roles: string[]
): Promise<PersonActor> {
  const actor: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
  for (const role of roles)
    await db.asOwner(
      'insert into acting_stub_members (person_id, organisation_id, kind, role) values ($1, $2, $3, $4)',
      [actor.personId, organisation.id, organisation.kind, role],
    );
  return actor;
}

/** The network's own organisation in tests. */
export const networkOrganisation = { id: '00000000-0000-7000-8000-00000000aaaa', kind: 'network' as const };
