import { sql } from 'kysely';
import type { IdentityTx } from './identity.parts.ts';

export type IdentityRow = {
  sourceId: string;
  subjectFingerprint: Buffer;
  subject: Buffer;
  personId: string;
  lastSeenAt: Date | null;
  proposedRoles: string[];
};

const columns = ['sourceId', 'subjectFingerprint', 'subject', 'personId', 'lastSeenAt', 'proposedRoles'] as const;

/** For whoever asks: the person behind a stable id. */
export async function findLinkedPerson(tx: IdentityTx, sourceId: string, fingerprint: Buffer): Promise<string | null> {
  const { rows } = await sql<{ personId: string | null }>`
    select find_external_identity(${sourceId}, ${fingerprint}) as person_id`.execute(tx);
  return rows[0]!.personId;
}

export async function listIdentities(tx: IdentityTx, sourceId?: string): Promise<IdentityRow[]> {
  return tx
    .selectFrom('externalIdentities')
    .select(columns)
    .$if(sourceId !== undefined, (query) => query.where('sourceId', '=', sourceId!))
    .orderBy('linkedAt')
    .execute();
}

export async function insertIdentity(
  tx: IdentityTx,
  identity: { sourceId: string; subjectFingerprint: Buffer; subject: Buffer; personId: string; linkedAt: Date },
): Promise<void> {
  await tx.insertInto('externalIdentities').values(identity).execute();
}

export async function deleteIdentity(tx: IdentityTx, sourceId: string, personId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('externalIdentities')
    .where('sourceId', '=', sourceId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function markSeen(
  tx: IdentityTx,
  { sourceId, personId }: { sourceId: string; personId: string },
  seen: { at: Date; proposedRoles: string[] },
): Promise<void> {
  await tx
    .updateTable('externalIdentities')
    .set({ lastSeenAt: seen.at, proposedRoles: seen.proposedRoles })
    .where('sourceId', '=', sourceId)
    .where('personId', '=', personId)
    .execute();
}
