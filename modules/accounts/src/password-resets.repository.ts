import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';

export type PasswordResetRow = {
  personId: string;
  issuedBy: string;
  createdAt: Date;
  expiresAt: Date;
  approvedBy: string | null;
};

export async function replaceReset(tx: AccountsTx, reset: PasswordResetRow & { tokenHash: Buffer }): Promise<void> {
  await tx.deleteFrom('passwordResets').where('personId', '=', reset.personId).execute();
  await tx.insertInto('passwordResets').values(reset).execute();
}

export async function findReset(tx: AccountsTx, personId: string, at: Date): Promise<PasswordResetRow | null> {
  const row = await tx
    .selectFrom('passwordResets')
    .select(['personId', 'issuedBy', 'createdAt', 'expiresAt', 'approvedBy'])
    .where('personId', '=', personId)
    .where('expiresAt', '>', at)
    .executeTakeFirst();
  return row ?? null;
}

/** False when there is none to approve, or the row is not for this person to decide. */
export async function approveReset(tx: AccountsTx, personId: string, approvedBy: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('passwordResets')
    .set({ approvedBy })
    .where('personId', '=', personId)
    .where('approvedBy', 'is', null)
    .where('expiresAt', '>', at)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteReset(tx: AccountsTx, personId: string): Promise<boolean> {
  const result = await tx.deleteFrom('passwordResets').where('personId', '=', personId).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export type FoundReset = { personId: string; email: Buffer | null; isApproved: boolean };

export async function findResetOfToken(tx: AccountsTx, tokenHash: Buffer, at: Date): Promise<FoundReset | null> {
  const { rows } = await sql<FoundReset>`select * from find_password_reset(${tokenHash}, ${at})`.execute(tx);
  return rows[0] ?? null;
}

/** Of the transaction's person. False when it was used, voided or ran out meanwhile. */
export async function applyReset(tx: AccountsTx, tokenHash: Buffer, at: Date, passwordHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ isDone: boolean }>`
    select use_password_reset(${tokenHash}, ${at}, ${passwordHash}) as is_done`.execute(tx);
  return rows[0]!.isDone;
}
