import { hashToken, newToken } from '@nexus/crypto';
import type { PersonActor } from '@nexus/kernel';
import type { AccountsTx } from './accounts.ports.ts';
import type { WayIn } from './accounts.tables.ts';
import type { SealedFields, SessionSource } from './sealed-fields.ts';
import { bindingOf } from './session-binding.ts';
import { findLimitsOf } from './session-limits.repository.ts';
import { insertSession } from './sessions.repository.ts';

export type IssuedSession = { token: string; expiresAt: Date };

export type NewSessionInput = {
  actor: PersonActor;
  source: SessionSource;
  at: Date;
  way: WayIn;
  /** The directory, provider or card rule that vouched for the person. */
  sourceId?: string;
};

/**
 * Opens the session that `actor` names, for as long as the clearance of its person allows. The token is known to the caller alone; the table has
 * its hash. It is made here and only after every step of signing in: there is none before that somebody could have planted.
 */
export async function openSession(
  tx: AccountsTx,
  fields: SealedFields,
  input: NewSessionInput,
): Promise<IssuedSession> {
  const { actor, source, at, way, sourceId } = input;
  const token = newToken();
  const { idleMinutes, totalMinutes } = await findLimitsOf(tx, actor.personId);
  const expiresAt = new Date(at.getTime() + totalMinutes * 60_000);
  const { client, network, certificate } = bindingOf(fields, source);
  await insertSession(tx, {
    id: actor.sessionId,
    personId: actor.personId,
    tokenHash: hashToken(token),
    source: fields.source.seal(actor.sessionId, source),
    createdAt: at,
    lastSeenAt: at,
    idleExpiresAt: new Date(at.getTime() + idleMinutes * 60_000),
    expiresAt,
    clientHash: client,
    networkHash: network,
    // A card that is pulled out takes the session along; who came in otherwise may plug one in or out.
    certificateHash: way === 'certificate' ? certificate : null,
    way,
    sourceId: sourceId ?? null,
  });
  return { token, expiresAt };
}
