import { NotFoundError, type PersonActor } from '@nexus/kernel';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { type MeView, meView, personView } from './accounts.view.ts';
import { findInstallationMode, findPerson, rolesOf, updateOwnProfile } from './people.repository.ts';
import { sealedFields } from './sealed-fields.ts';

export type ProfileChange = {
  name?: string | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
};

/** What people may say about themselves: how they are called, in which language and at which hours the product speaks to them. */
export function createProfileService(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);

  async function readMe(tx: AccountsTx, personId: string): Promise<MeView> {
    const row = await findPerson(tx, personId);
    if (row === null) throw new NotFoundError('This person is no longer there.');
    const roles = (await rolesOf(tx, [personId])).get(personId)!;
    return meView(personView(row, roles, fields), (await findInstallationMode(tx)) ?? parts.mode);
  }

  async function getMe(actor: PersonActor): Promise<MeView> {
    return database.withActor(actor, (tx: AccountsTx) => readMe(tx, actor.personId));
  }

  /** Changes what is given and leaves the rest. The log says which fields were changed, not to what. @throws NotFoundError */
  async function updateMe(actor: PersonActor, { name, locale, timeZone }: ProfileChange): Promise<MeView> {
    const { personId } = actor;
    const isGiven = Object.entries({ name, locale, timeZone }).filter(([, value]) => value !== undefined);
    return database.withActor(actor, async (tx: AccountsTx) => {
      const isDone = await updateOwnProfile(tx, {
        name: name === undefined ? null : fields.personName.seal(personId, name),
        locale: locale ?? null,
        timeZone: timeZone ?? null,
        at: clock.now(),
      });
      if (!isDone) throw new NotFoundError('This person is no longer there.');
      await audit.record(tx, {
        actor,
        action: 'person.updated',
        outcome: 'success',
        objects: [{ kind: 'person', id: personId }],
        details: Object.fromEntries(isGiven.map(([field]) => [field, true])),
      });
      return readMe(tx, personId);
    });
  }

  return { readMe, getMe, updateMe };
}
