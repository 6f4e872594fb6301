import { hashToken, newToken } from '@nexus/crypto';
import type { PersonActor } from '@nexus/kernel';
import type { AccountsTx } from './accounts.ports.ts';
import type { SealedFields, SessionSource } from './sealed-fields.ts';
import { insertSession } from './sessions.repository.ts';

/** A session ends after half an hour without a request, and after a working day in any case. */
export const idleMinutes = 30;
const absoluteHours = 12;

export type IssuedSession = { token: string; expiresAt: Date };

/** Opens the session that `actor` names. The token is known to the caller alone; the table has its hash. */
export async function openSession(
  tx: AccountsTx,
  fields: SealedFields,
  session: { actor: PersonActor; source: SessionSource; at: Date },
): Promise<IssuedSession> {
  const { actor, source, at } = session;
  const token = newToken();
  const expiresAt = new Date(at.getTime() + absoluteHours * 3_600_000);
  await insertSession(tx, {
    id: actor.sessionId,
    personId: actor.personId,
    tokenHash: hashToken(token),
    source: fields.source.seal(actor.sessionId, source),
    createdAt: at,
    lastSeenAt: at,
    idleExpiresAt: new Date(at.getTime() + idleMinutes * 60_000),
    expiresAt,
  });
  return { token, expiresAt };
}
