import { hashToken, newToken } from '@nexus/crypto';
import { anonymous, NotFoundError, type PersonActor } from '@nexus/kernel';
import { SessionMovedError } from './accounts.errors.ts';
import type { InnerParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { sessionView } from './accounts.view.ts';
import { auditedSource } from './audited-source.ts';
import type { IssuedSession } from './new-session.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { bindingOf } from './session-binding.ts';
import * as sessions from './sessions.repository.ts';

/** Sessions that are there: whose they are, and their end. */
export function createSessionsService(parts: InnerParts) {
  const { database, audit, clock, ended } = parts;
  const fields = sealedFields(parts.sealer);

  /**
   * Who holds this token now: of a live session or access token of an active person. Null for everything else. A session that turns up with
   * another program, without its card or, where its clearance says so, at another address is ended: the token may have been stolen, and whoever
   * it belongs to signs in again. @throws SessionMovedError
   */
  async function authenticate(token: string, source: SessionSource): Promise<sessions.FoundSession | null> {
    const tokenHash = hashToken(token);
    const found = await database.withActor(anonymous, (tx: AccountsTx) =>
      sessions.findSession(tx, tokenHash, clock.now(), bindingOf(fields, source)),
    );
    if (found === null || found.fault === null) return found;
    const { sessionId, personId, fault } = found;
    await database.withActor(anonymous, async (tx: AccountsTx) => {
      if ((await sessions.endSessionOfToken(tx, tokenHash)) === null) return;
      const objects = [
        { kind: 'session', id: sessionId },
        { kind: 'person', id: personId },
      ];
      const entry = { actor: anonymous, action: 'session.moved', outcome: 'denied', reason: fault } as const;
      await audit.record(tx, { ...entry, objects, details: auditedSource(source) });
    });
    ended.tell({ personId, sessionId });
    throw new SessionMovedError('This session began elsewhere, so it was ended. Sign in again.');
  }

  /** Of these sessions and access tokens, those that are over. */
  async function findEndedSessions(ids: readonly string[]): Promise<string[]> {
    return database.withActor(anonymous, (tx: AccountsTx) => sessions.findEndedSessions(tx, ids, clock.now()));
  }

  async function signOut(actor: PersonActor): Promise<void> {
    await database.withActor(actor, async (tx: AccountsTx) => {
      await sessions.deleteSession(tx, actor.personId, actor.sessionId);
      await audit.record(tx, { actor, action: 'session.signed_out', outcome: 'success' });
    });
    ended.tell({ personId: actor.personId, sessionId: actor.sessionId });
  }

  /** The session that a browser still had when somebody signed in on it: a new one takes its place, none stays behind. */
  async function endReplacedSession(token: string): Promise<void> {
    const gone = await database.withActor(anonymous, async (tx: AccountsTx) => {
      const found = await sessions.endSessionOfToken(tx, hashToken(token));
      if (found === null) return null;
      const actor: PersonActor = { kind: 'person', ...found };
      const details = { replaced: true };
      await audit.record(tx, { actor, action: 'session.signed_out', outcome: 'success', details });
      return found;
    });
    if (gone !== null) ended.tell(gone);
  }

  /** A new token for a session that gained weight. Null when the session is over. */
  async function renewSessionToken(actor: PersonActor): Promise<IssuedSession | null> {
    const token = newToken();
    const expiresAt = await database.withActor(actor, (tx: AccountsTx) =>
      sessions.replaceToken(tx, actor.sessionId, hashToken(token)),
    );
    return expiresAt === null ? null : { token, expiresAt };
  }

  async function listSessions(actor: PersonActor) {
    const rows = await database.withActor(actor, (tx: AccountsTx) =>
      sessions.listSessions(tx, actor.personId, clock.now()),
    );
    return rows.map((row) => sessionView(row, actor.sessionId, fields));
  }

  /** Ends one of the person's own sessions. @throws NotFoundError, also for the sessions of others */
  async function revokeSession(actor: PersonActor, sessionId: string): Promise<void> {
    await database.withActor(actor, async (tx: AccountsTx) => {
      const isEnded = await sessions.deleteSession(tx, actor.personId, sessionId);
      if (!isEnded) throw new NotFoundError('There is no such session.');
      const objects = [{ kind: 'session', id: sessionId }];
      await audit.record(tx, { actor, action: 'session.revoked', outcome: 'success', objects });
    });
    ended.tell({ personId: actor.personId, sessionId, exceptSessionId: actor.sessionId });
  }

  /** Ends every session of the person but this one. Returns how many. */
  async function revokeOtherSessions(actor: PersonActor): Promise<number> {
    const count = await database.withActor(actor, async (tx: AccountsTx) => {
      const sessionsEnded = await sessions.deleteSessions(tx, actor.personId, actor.sessionId);
      const details = { others: true, sessionsEnded };
      await audit.record(tx, { actor, action: 'session.revoked', outcome: 'success', details });
      return sessionsEnded;
    });
    ended.tell({ personId: actor.personId, exceptSessionId: actor.sessionId });
    return count;
  }

  return {
    authenticate,
    findEndedSessions,
    signOut,
    endReplacedSession,
    renewSessionToken,
    listSessions,
    revokeSession,
    revokeOtherSessions,
  };
}
