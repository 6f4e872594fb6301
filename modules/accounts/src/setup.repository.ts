import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';

type Link = { tokenHash: Buffer; createdAt: Date; expiresAt: Date };

/** The new link is the only one: an older one that was printed and lost stops working. */
export async function replaceSetupLink(tx: AccountsTx, link: Link & { id: string }): Promise<void> {
  await tx.deleteFrom('setupLinks').where('usedAt', 'is', null).execute();
  await tx.insertInto('setupLinks').values(link).execute();
}

export async function isSetupLinkValid(tx: AccountsTx, tokenHash: Buffer, at: Date): Promise<boolean> {
  const { rows } = await sql<{ isValid: boolean }>`select find_setup_link(${tokenHash}, ${at}) as is_valid`.execute(tx);
  return rows[0]!.isValid;
}

export type FirstPerson = {
  emailFingerprint: Buffer;
  email: Buffer;
  name: Buffer;
  locale: string;
  timeZone: string;
  passwordHash: Buffer;
};

/** Uses the link and makes the transaction's person the first administrator; false for everyone but the first. */
export async function completeSetup(
  tx: AccountsTx,
  tokenHash: Buffer,
  at: Date,
  person: FirstPerson,
): Promise<boolean> {
  const { rows } = await sql<{ isDone: boolean }>`
    select complete_setup(${tokenHash}, ${at}, ${person.emailFingerprint}, ${person.email}, ${person.name},
                          ${person.locale}, ${person.timeZone}, ${person.passwordHash}) as is_done`.execute(tx);
  return rows[0]!.isDone;
}

export async function replaceInvitation(
  tx: AccountsTx,
  invitation: Link & { personId: string; invitedBy: string },
): Promise<void> {
  const { personId: _, ...change } = invitation;
  await tx
    .insertInto('invitations')
    .values(invitation)
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(change))
    .execute();
}

export async function deleteInvitation(tx: AccountsTx, personId: string): Promise<void> {
  await tx.deleteFrom('invitations').where('personId', '=', personId).execute();
}

export async function findInvitedPerson(tx: AccountsTx, tokenHash: Buffer, at: Date): Promise<string | null> {
  const { rows } = await sql<{
    personId: string | null;
  }>`select find_invitation(${tokenHash}, ${at}) as person_id`.execute(tx);
  return rows[0]!.personId;
}

/** Uses the link of the transaction's person and lets them in; false when it was used or ran out meanwhile. */
export async function acceptInvitation(tx: AccountsTx, tokenHash: Buffer, at: Date): Promise<boolean> {
  const { rows } = await sql<{ isDone: boolean }>`select accept_invitation(${tokenHash}, ${at}) as is_done`.execute(tx);
  return rows[0]!.isDone;
}

export type InvitedMemberRow = {
  personId: string;
  emailFingerprint: Buffer;
  email: Buffer;
  name: Buffer;
  locale: string;
  timeZone: string;
  tokenHash: Buffer;
  invitedBy: string;
  at: Date;
  expiresAt: Date;
};

/** Account and link of somebody whom another module lets in; the worker's alone. */
export async function insertInvitedMember(tx: AccountsTx, member: InvitedMemberRow): Promise<void> {
  await sql`
    select invite_member(${member.personId}, ${member.emailFingerprint}, ${member.email}, ${member.name}, ${member.locale},
                         ${member.timeZone}, ${member.tokenHash}, ${member.invitedBy}, ${member.at}, ${member.expiresAt})`.execute(
    tx,
  );
}
