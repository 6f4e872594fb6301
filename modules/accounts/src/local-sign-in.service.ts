import { anonymous, ForbiddenError, InvalidInputError, type PersonActor } from '@nexus/kernel';
import type { AccountsParts } from './accounts.parts.ts';
import { mayManagePeople } from './accounts.policy.ts';
import type { AccountsTx } from './accounts.ports.ts';
import * as rules from './local-sign-in.repository.ts';
import { rolesOf } from './people.repository.ts';

export type LocalSignIn = { passwordsFor: rules.PasswordsFor; breakGlass: string[] };

/** Whether people may come in with a password of this server, or only those who are named for the emergency. */
export function createLocalSignInService({ database, audit, clock }: AccountsParts) {
  /** For the sign-in page, which offers no field that leads nowhere. */
  async function arePasswordsOffered(): Promise<boolean> {
    return database.withActor(anonymous, async (tx: AccountsTx) => (await rules.findPasswordsFor(tx)) === 'everyone');
  }

  /** @throws ForbiddenError */
  async function getLocalSignIn(actor: PersonActor): Promise<LocalSignIn> {
    return database.withActor(actor, async (tx: AccountsTx) => {
      await ensureAdministrator(tx, actor);
      return { passwordsFor: await rules.findPasswordsFor(tx), breakGlass: await rules.listBreakGlass(tx) };
    });
  }

  /** @throws ForbiddenError, InvalidInputError when passwords would be off and nobody named could come in in an emergency */
  async function setLocalSignIn(actor: PersonActor, wanted: LocalSignIn): Promise<LocalSignIn> {
    return database.withActor(actor, async (tx: AccountsTx) => {
      await ensureAdministrator(tx, actor);
      const now = clock.now();
      await rules.replaceBreakGlass(tx, wanted.breakGlass, { namedBy: actor.personId, namedAt: now });
      if (wanted.passwordsFor === 'break_glass' && !(await rules.isBreakGlassReady(tx)))
        throw new InvalidInputError('Name at least one active administrator with a password for the emergency.');
      await rules.setPasswordsFor(tx, wanted.passwordsFor, now);
      const objects = wanted.breakGlass.map((id) => ({ kind: 'person', id }));
      const details = { passwordsFor: wanted.passwordsFor };
      await audit.record(tx, { actor, action: 'password.rule_changed', outcome: 'success', objects, details });
      return { passwordsFor: wanted.passwordsFor, breakGlass: await rules.listBreakGlass(tx) };
    });
  }

  async function ensureAdministrator(tx: AccountsTx, actor: PersonActor): Promise<void> {
    const roles = (await rolesOf(tx, [actor.personId])).get(actor.personId)!;
    if (!mayManagePeople(roles)) throw new ForbiddenError('Your role does not include this.');
  }

  return { arePasswordsOffered, getLocalSignIn, setLocalSignIn };
}
