import type { PersonActor } from '@nexus/kernel';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { listActivePeople } from './people.repository.ts';
import { sealedFields } from './sealed-fields.ts';

export type Colleague = { id: string; name: string; email: string | null; roles: readonly string[] };

/** Who there is to work with. For other modules, which decide whom they show it to. */
export function createPeopleDirectory({ database, sealer }: Pick<AccountsParts, 'database' | 'sealer'>) {
  const fields = sealedFields(sealer);

  /** Everybody active. Names are sealed, so a search by name opens them all: O(people), some microseconds each. */
  async function listColleagues(actor: PersonActor): Promise<Colleague[]> {
    const rows = await database.withActor(actor, (tx: AccountsTx) => listActivePeople(tx));
    return rows.map(({ id, name, email, roles }) => ({
      id,
      name: fields.personName.open(id, name),
      email: email === null ? null : fields.email.open(id, email),
      roles,
    }));
  }

  return { listColleagues };
}
