import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';
import type { PersonState } from './accounts.tables.ts';
import type { Challenge } from './challenges.ts';

export type PasskeyRow = { id: string; credential: Buffer; name: Buffer; createdAt: Date; lastUsedAt: Date | null };

export type FoundPasskey = { id: string; personId: string; credential: Buffer; counter: bigint; state: PersonState };

export async function listPasskeys(tx: AccountsTx, personId: string): Promise<PasskeyRow[]> {
  return tx
    .selectFrom('passkeys')
    .select(['id', 'credential', 'name', 'createdAt', 'lastUsedAt'])
    .where('personId', '=', personId)
    .orderBy('id')
    .execute();
}

export async function insertPasskey(
  tx: AccountsTx,
  key: Omit<PasskeyRow, 'lastUsedAt'> & { personId: string; credentialFingerprint: Buffer; counter: number },
): Promise<void> {
  await tx.insertInto('passkeys').values(key).execute();
}

export async function renamePasskey(tx: AccountsTx, personId: string, id: string, name: Buffer): Promise<boolean> {
  const update = tx.updateTable('passkeys').set({ name }).where('personId', '=', personId).where('id', '=', id);
  return (await update.executeTakeFirst()).numUpdatedRows === 1n;
}

export async function deletePasskey(tx: AccountsTx, personId: string, id: string): Promise<boolean> {
  const removal = tx.deleteFrom('passkeys').where('personId', '=', personId).where('id', '=', id);
  return (await removal.executeTakeFirst()).numDeletedRows === 1n;
}

/** Before anybody is known. */
export async function findPasskey(tx: AccountsTx, fingerprint: Buffer): Promise<FoundPasskey | null> {
  const { rows } = await sql<FoundPasskey>`
    select id, person_id as "personId", credential, counter, state from find_passkey(${fingerprint})`.execute(tx);
  return rows[0] ?? null;
}

/** False when it was removed meanwhile. */
export async function markPasskeyUsed(
  tx: AccountsTx,
  use: { id: string; personId: string; counter: number; at: Date },
): Promise<boolean> {
  const update = tx
    .updateTable('passkeys')
    .set({ counter: use.counter, lastUsedAt: use.at })
    .where('personId', '=', use.personId)
    .where('id', '=', use.id);
  return (await update.executeTakeFirst()).numUpdatedRows === 1n;
}

/** False when it was spent already, also by a request at the same time. */
export async function spendChallenge(tx: AccountsTx, { hash, expiresAt }: Challenge): Promise<boolean> {
  const result = await tx
    .insertInto('usedChallenges')
    .values({ challengeHash: hash, expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
