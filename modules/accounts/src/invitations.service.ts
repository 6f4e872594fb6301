import { hashPassword, hashToken } from '@nexus/crypto';
import { anonymous, newId, type PersonActor } from '@nexus/kernel';
import { LinkNotValidError } from './accounts.errors.ts';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { type MeView, meView, personView } from './accounts.view.ts';
import { auditedSource } from './audited-source.ts';
import { type IssuedSession, openSession } from './new-session.ts';
import { ensureAcceptablePassword } from './password-rules.ts';
import { findInstallationMode, findPerson, rolesOf } from './people.repository.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { insertCredentials } from './sessions.repository.ts';
import { acceptInvitation, findInvitedPerson } from './setup.repository.ts';

/** How an invited person comes in. */
export function createInvitationsService(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);

  /** Sets the first password of the link's person, and signs them in. The link works once. @throws LinkNotValidError, WeakPasswordError */
  async function join(
    input: { token: string; password: string },
    source: SessionSource,
  ): Promise<{ me: MeView; session: IssuedSession }> {
    const tokenHash = hashToken(input.token);
    const personId = await database.withActor(anonymous, (tx: AccountsTx) =>
      findInvitedPerson(tx, tokenHash, clock.now()),
    );
    if (personId === null) return refuseLink(source);
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(clock.now().getTime()) };
    const invited = await database.withActor(actor, (tx: AccountsTx) => findPerson(tx, personId));
    const email = invited?.email == null ? '' : fields.email.open(personId, invited.email);
    ensureAcceptablePassword(input.password, email);
    const passwordHash = fields.passwordHash.seal(personId, await hashPassword(input.password, parts.passwordCost));
    const now = clock.now();
    const done = await database.withActor(actor, async (tx: AccountsTx) => {
      if (!(await acceptInvitation(tx, tokenHash, now))) return null;
      await insertCredentials(tx, { personId, passwordHash, changedAt: now });
      const session = await openSession(tx, fields, { actor, source, at: now, way: 'link' });
      await audit.record(tx, {
        actor,
        action: 'person.joined',
        outcome: 'success',
        objects: [{ kind: 'person', id: personId }],
      });
      await audit.record(tx, {
        actor,
        action: 'session.signed_in',
        outcome: 'success',
        details: auditedSource(source),
      });
      const roles = (await rolesOf(tx, [personId])).get(personId)!;
      const person = personView((await findPerson(tx, personId))!, roles, fields);
      return { me: meView(person, (await findInstallationMode(tx)) ?? parts.mode), session };
    });
    return done ?? refuseLink(source);
  }

  async function refuseLink(source: SessionSource): Promise<never> {
    const entry = { actor: anonymous, action: 'person.joined', outcome: 'denied', reason: 'link' } as const;
    await database.withActor(anonymous, (tx: AccountsTx) =>
      audit.record(tx, { ...entry, details: auditedSource(source) }),
    );
    throw new LinkNotValidError('The link was used, is too old, or was replaced by a newer one. Ask for a new one.');
  }

  return { join };
}
