import { hashToken, newToken } from '@nexus/crypto';
import { newId, type PersonActor, systemActor } from '@nexus/kernel';
import type { InnerParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { type Invitation, invitationDays } from './people.service.ts';
import { sealedFields } from './sealed-fields.ts';
import { insertInvitedMember } from './setup.repository.ts';
import { findPersonByEmail } from './vouched.repository.ts';

export type InvitedMember = {
  personId: string;
  /** The one-time link; null for somebody who has an account already. */
  invitation: Invitation | null;
};

/** Accounts for people whom another module lets in. */
export function createMemberInvitationsService({ database, audit, clock, sealer }: InnerParts) {
  const fields = sealedFields(sealer);

  /** An account for somebody, or the one that this address has. The caller has decided that `invitedBy` may. */
  async function inviteMember(
    invitedBy: PersonActor,
    input: { name: string; email: string; locale: string; timeZone: string },
  ): Promise<InvitedMember> {
    const now = clock.now();
    const emailFingerprint = fields.emailFingerprint(input.email);
    return await database.withWorker('accounts.invite-member', async (tx: AccountsTx) => {
      const existing = await findPersonByEmail(tx, emailFingerprint);
      if (existing !== null) return { personId: existing.personId, invitation: null };
      const personId = newId(now.getTime());
      const token = newToken();
      const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000);
      await insertInvitedMember(tx, {
        personId,
        emailFingerprint,
        email: fields.email.seal(personId, input.email),
        name: fields.personName.seal(personId, input.name),
        locale: input.locale,
        timeZone: input.timeZone,
        tokenHash: hashToken(token),
        invitedBy: invitedBy.personId,
        at: now,
        expiresAt,
      });
      await audit.record(tx, {
        actor: systemActor('accounts.invite-member'),
        action: 'person.created',
        outcome: 'success',
        objects: [
          { kind: 'person', id: personId },
          { kind: 'person', id: invitedBy.personId },
        ],
        details: { by: 'member' },
      });
      return { personId, invitation: { token, expiresAt } };
    });
  }

  return { inviteMember };
}
