import type { z } from 'zod';
import type { AuditEntryInput } from './audit.entry.ts';
import type { ActivityRow, EntryRow } from './audit.repository.ts';
import type { Activity, Entry } from './audit.schemas.ts';

type EntryClaims = Omit<AuditEntryInput, 'actor' | 'details'> & {
  id: string;
  time: string;
  actor: z.infer<typeof Entry>['actor'];
  details?: Record<string, unknown>;
};

/** Shows what the bytes say: they are what was hashed. */
export function viewEntry(row: EntryRow): z.infer<typeof Entry> {
  const claims = JSON.parse(row.entry.toString('utf8')) as EntryClaims;
  const { kind, personId, sessionId, job } = claims.actor;
  return {
    sequence: Number(row.sequence),
    leafHash: row.leafHash.toString('hex'),
    id: claims.id,
    recordedAt: claims.time,
    actor: { kind, personId, sessionId, job },
    action: claims.action,
    outcome: claims.outcome,
    spaceId: claims.spaceId ?? null,
    labelId: claims.labelId ?? null,
    objects: (claims.objects ?? []).map((object) => ({ kind: object.kind, id: object.id })),
    reason: claims.reason ?? null,
    details: claims.details ?? null,
  };
}

export function viewActivity(row: ActivityRow): z.infer<typeof Activity> {
  return {
    id: row.id,
    recordedAt: row.recordedAt.toISOString(),
    action: row.action,
    outcome: row.outcome,
    byMyself: row.actorPersonId !== null,
    spaceId: row.spaceId,
    objectIds: row.objectIds,
  };
}
