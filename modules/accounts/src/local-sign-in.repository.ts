import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';

export type PasswordsFor = 'everyone' | 'break_glass';

export async function findPasswordsFor(tx: AccountsTx): Promise<PasswordsFor> {
  return (await tx.selectFrom('passwordRules').select('passwordsFor').executeTakeFirstOrThrow()).passwordsFor;
}

export async function listBreakGlass(tx: AccountsTx): Promise<string[]> {
  const rows = await tx.selectFrom('breakGlassPeople').select('personId').orderBy('personId').execute();
  return rows.map(({ personId }) => personId);
}

export async function replaceBreakGlass(
  tx: AccountsTx,
  personIds: readonly string[],
  by: { namedBy: string; namedAt: Date },
): Promise<void> {
  await tx.deleteFrom('breakGlassPeople').execute();
  if (personIds.length === 0) return;
  await tx
    .insertInto('breakGlassPeople')
    .values(personIds.map((personId) => ({ personId, ...by })))
    .execute();
}

/** Whether one of the named is an active administrator with a password. */
export async function isBreakGlassReady(tx: AccountsTx): Promise<boolean> {
  const { rows } = await sql<{ isReady: boolean }>`select break_glass_is_ready() as is_ready`.execute(tx);
  return rows[0]!.isReady;
}

export async function setPasswordsFor(tx: AccountsTx, passwordsFor: PasswordsFor, changedAt: Date): Promise<void> {
  await tx.updateTable('passwordRules').set({ passwordsFor, changedAt }).execute();
}
