import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';

export type SecondFactorRow = { secret: Buffer; createdAt: Date; confirmedAt: Date | null; lastStep: bigint };

/** Counts a guess at the codes of a person. Returns until when it has to wait, or null when it may go on. */
export async function beginCode(tx: AccountsTx, key: Buffer, freeFailures: number, at: Date): Promise<Date | null> {
  const { rows } = await sql<{ wait: Date | null }>`select begin_code(${key}, ${freeFailures}, ${at}) as wait`.execute(
    tx,
  );
  return rows[0]!.wait;
}

export async function endCode(tx: AccountsTx, key: Buffer, at: Date): Promise<void> {
  await sql`select end_code(${key}, ${at})`.execute(tx);
}

/** Locked, so that one code cannot be taken by two requests at once. */
export async function findSecondFactor(tx: AccountsTx, personId: string): Promise<SecondFactorRow | null> {
  const row = await tx
    .selectFrom('secondFactors')
    .select(['secret', 'createdAt', 'confirmedAt', 'lastStep'])
    .where('personId', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function replaceSecondFactor(
  tx: AccountsTx,
  factor: { personId: string; secret: Buffer; createdAt: Date },
): Promise<void> {
  await tx.deleteFrom('secondFactors').where('personId', '=', factor.personId).execute();
  await tx.insertInto('secondFactors').values(factor).execute();
}

export async function confirmSecondFactor(tx: AccountsTx, personId: string, at: Date): Promise<void> {
  await tx.updateTable('secondFactors').set({ confirmedAt: at }).where('personId', '=', personId).execute();
}

export async function takeStep(tx: AccountsTx, personId: string, lastStep: number): Promise<void> {
  await tx.updateTable('secondFactors').set({ lastStep }).where('personId', '=', personId).execute();
}

/** With its recovery codes. False when there was none. */
export async function deleteSecondFactor(tx: AccountsTx, personId: string): Promise<boolean> {
  await tx.deleteFrom('recoveryCodes').where('personId', '=', personId).execute();
  const result = await tx.deleteFrom('secondFactors').where('personId', '=', personId).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** That of somebody else, by an administrator. */
export async function resetSecondFactor(tx: AccountsTx, personId: string): Promise<boolean> {
  const { rows } = await sql<{ isDone: boolean }>`select reset_second_factor(${personId}) as is_done`.execute(tx);
  return rows[0]!.isDone;
}

export type SecondStepCount = {
  /** Active people who may come in with a password of this server. */
  people: number;
  withoutSecondStep: number;
  /** Those of them who hold a duty. */
  dutiesWithout: number;
};

/** In a transaction of the worker. */
export async function countSecondSteps(tx: AccountsTx): Promise<SecondStepCount> {
  const { rows } = await sql<SecondStepCount>`
    select people, without_second_step as "withoutSecondStep", duties_without as "dutiesWithout" from count_second_steps()`.execute(
    tx,
  );
  return rows[0]!;
}

export async function replaceRecoveryCodes(tx: AccountsTx, personId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.deleteFrom('recoveryCodes').where('personId', '=', personId).execute();
  await tx
    .insertInto('recoveryCodes')
    .values(hashes.map((codeHash) => ({ personId, codeHash })))
    .execute();
}

export async function countRecoveryCodes(tx: AccountsTx, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('recoveryCodes')
    .select((row) => row.fn.countAll<bigint>().as('count'))
    .where('personId', '=', personId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** False when there is no such code, or it was used. */
export async function spendRecoveryCode(
  tx: AccountsTx,
  personId: string,
  codeHash: Buffer,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('recoveryCodes')
    .set({ usedAt: at })
    .where('personId', '=', personId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
