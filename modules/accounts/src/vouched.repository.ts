import { sql } from 'kysely';
import type { AnyTx } from './accounts.ports.ts';
import type { PersonState } from './accounts.tables.ts';

export type NewVouchedPerson = {
  id: string;
  emailFingerprint: Buffer;
  email: Buffer;
  name: Buffer;
  locale: string;
  timeZone: string;
  at: Date;
};

export async function insertVouchedPerson(tx: AnyTx, person: NewVouchedPerson): Promise<void> {
  const { id, emailFingerprint, email, name, locale, timeZone, at } = person;
  await sql`select create_vouched_person(${id}, ${emailFingerprint}, ${email}, ${name}, ${locale}, ${timeZone}, ${at})`.execute(
    tx,
  );
}

export async function findState(tx: AnyTx, personId: string): Promise<PersonState | null> {
  const { rows } = await sql<{ state: PersonState | null }>`select state_of_person(${personId}) as state`.execute(tx);
  return rows[0]!.state;
}

/** The state afterwards; null when there is no such person. */
export async function vouchForPerson(tx: AnyTx, personId: string, at: Date): Promise<PersonState | null> {
  const { rows } = await sql<{
    state: PersonState | null;
  }>`select vouch_for_person(${personId}, ${at}) as state`.execute(tx);
  return rows[0]!.state;
}

export async function findPersonByEmail(
  tx: AnyTx,
  emailFingerprint: Buffer,
): Promise<{ personId: string; state: PersonState } | null> {
  const { rows } = await sql<{ personId: string; state: PersonState }>`
    select * from find_person_by_email(${emailFingerprint})`.execute(tx);
  return rows[0] ?? null;
}

export async function suspendVanished(tx: AnyTx, personId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ isDone: boolean }>`select suspend_vanished(${personId}, ${at}) as is_done`.execute(tx);
  return rows[0]!.isDone;
}

export async function endSessionsOfSource(tx: AnyTx, personId: string, sourceId: string): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select end_sessions_of_source(${personId}, ${sourceId}) as count`.execute(tx);
  return Number(rows[0]!.count);
}

export type DirectoryKeys = { account: Buffer; strangers: Buffer };

/** Until when strangers wait, or null. Who has come in from here before is no stranger. */
export async function beginDirectoryAttempt(
  tx: AnyTx,
  keys: DirectoryKeys,
  limit: { free: number; minutes: number },
  at: Date,
): Promise<Date | null> {
  const { rows } = await sql<{ wait: Date | null }>`
    select begin_directory_attempt(${keys.account}, ${keys.strangers}, ${limit.free},
                                   make_interval(mins => ${limit.minutes}), ${at}) as wait`.execute(tx);
  return rows[0]!.wait;
}
