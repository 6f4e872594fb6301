import type { AuditAction } from './audit.actions.ts';
import type { AuditOutcome } from './audit.entry.ts';

export type AuditEntriesTable = {
  sequence: bigint;
  leafHash: Buffer;
  id: string;
  entry: Buffer;
  recordedAt: Date;
  actorKind: 'person' | 'system' | 'anonymous';
  actorPersonId: string | null;
  actorSessionId: string | null;
  action: AuditAction;
  outcome: AuditOutcome;
  spaceId: string | null;
  objectIds: string[];
};

export type AuditTables = { auditEntries: AuditEntriesTable };
