import { runPrepared } from '@nexus/db';
import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';
import type { PersonState, WayIn } from './accounts.tables.ts';
import type { Binding } from './session-binding.ts';

export type SessionRow = {
  id: string;
  source: Buffer;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  way: WayIn;
};

export type NewSession = SessionRow & {
  personId: string;
  tokenHash: Buffer;
  idleExpiresAt: Date;
  clientHash: Buffer;
  networkHash: Buffer;
  certificateHash: Buffer | null;
  sourceId: string | null;
};

/** Why a session is not taken from where its token came from. */
export type SessionFault = 'certificate' | 'client' | 'address';

export type FoundSession = {
  sessionId: string;
  personId: string;
  kind: 'session' | 'token';
  roles: string[];
  fault: SessionFault | null;
};

/** The live session or access token behind a hash. Marks it as seen, unless there is a fault. */
export async function findSession(
  tx: AccountsTx,
  tokenHash: Buffer,
  at: Date,
  { client, network, certificate }: Binding,
): Promise<FoundSession | null> {
  const found = sql<FoundSession>`
    select * from find_session(${tokenHash}, ${at}, ${client}, ${network}, ${certificate})`;
  return (await runPrepared(tx, 'accounts.session', found))[0] ?? null;
}

/** Ends the session of a token, by whoever holds it. */
export async function endSessionOfToken(
  tx: AccountsTx,
  tokenHash: Buffer,
): Promise<{ sessionId: string; personId: string } | null> {
  const { rows } = await sql<{ sessionId: string; personId: string }>`
    select * from end_session_of_token(${tokenHash})`.execute(tx);
  return rows[0] ?? null;
}

/** Of these sessions and access tokens, those that are over. */
export async function findEndedSessions(tx: AccountsTx, ids: readonly string[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from ended_sessions(${[...ids]}, ${at}) as id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A new token for one's own session. */
export async function replaceToken(tx: AccountsTx, sessionId: string, tokenHash: Buffer): Promise<Date | null> {
  const row = await tx
    .updateTable('sessions')
    .set({ tokenHash })
    .where('id', '=', sessionId)
    .returning('expiresAt')
    .executeTakeFirst();
  return row?.expiresAt ?? null;
}

export async function insertSession(tx: AccountsTx, session: NewSession): Promise<void> {
  await tx.insertInto('sessions').values(session).execute();
}

export async function listSessions(tx: AccountsTx, personId: string, at: Date): Promise<SessionRow[]> {
  return tx
    .selectFrom('sessions')
    .select(['id', 'source', 'createdAt', 'lastSeenAt', 'expiresAt', 'way'])
    .where('personId', '=', personId)
    .where('idleExpiresAt', '>', at)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}

export async function deleteSession(tx: AccountsTx, personId: string, sessionId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('sessions')
    .where('personId', '=', personId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Ends every session of a person, or all but one. Returns how many. */
export async function deleteSessions(tx: AccountsTx, personId: string, exceptId: string | null): Promise<number> {
  const result = await tx
    .deleteFrom('sessions')
    .where('personId', '=', personId)
    .$if(exceptId !== null, (query) => query.where('id', '<>', exceptId))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export type Credentials = {
  personId: string;
  passwordHash: Buffer;
  state: PersonState;
  mayUsePassword: boolean;
  isBreakGlass: boolean;
};

export async function findCredentials(tx: AccountsTx, emailFingerprint: Buffer): Promise<Credentials | null> {
  const { rows } = await sql<Credentials>`select * from find_credentials(${emailFingerprint})`.execute(tx);
  return rows[0] ?? null;
}

export async function findOwnPasswordHash(tx: AccountsTx): Promise<Buffer | null> {
  const { rows } = await sql<{ hash: Buffer | null }>`select own_password_hash() as hash`.execute(tx);
  return rows[0]!.hash;
}

export async function insertCredentials(
  tx: AccountsTx,
  credentials: { personId: string; passwordHash: Buffer; changedAt: Date },
): Promise<void> {
  await tx.insertInto('credentials').values(credentials).execute();
}

export async function updateCredentials(
  tx: AccountsTx,
  personId: string,
  change: { passwordHash: Buffer; changedAt: Date },
): Promise<void> {
  await tx.updateTable('credentials').set(change).where('personId', '=', personId).execute();
}

export type AttemptKeys = { account: Buffer; source: Buffer };

/** Counts the attempt. Returns until when it has to wait, or null when it may go on. */
export async function beginSignIn(
  tx: AccountsTx,
  keys: AttemptKeys,
  freeFailures: { account: number; source: number },
  at: Date,
): Promise<Date | null> {
  const { rows } = await sql<{ wait: Date | null }>`
    select begin_sign_in(${keys.account}, ${freeFailures.account}, ${keys.source}, ${freeFailures.source}, ${at}) as wait`.execute(
    tx,
  );
  return rows[0]!.wait;
}

export async function endSignIn(tx: AccountsTx, keys: AttemptKeys, at: Date): Promise<void> {
  await sql`select end_sign_in(${keys.account}, ${keys.source}, ${at})`.execute(tx);
}

/** Deletes what ended. Returns how many rows. */
export async function deleteExpired(tx: AccountsTx, at: Date): Promise<number> {
  const sessions = await tx.deleteFrom('sessions').where('idleExpiresAt', '<=', at).executeTakeFirst();
  const tokens = await tx.deleteFrom('accessTokens').where('expiresAt', '<=', at).executeTakeFirst();
  await tx.deleteFrom('passwordResets').where('expiresAt', '<=', at).execute();
  await tx.deleteFrom('usedChallenges').where('expiresAt', '<=', at).execute();
  const { rows } = await sql<{ count: bigint }>`select delete_old_sign_in_attempts(${at}) as count`.execute(tx);
  return Number(sessions.numDeletedRows + tokens.numDeletedRows + rows[0]!.count);
}
