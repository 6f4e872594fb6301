import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';

export type KeyringPort = { system(): Pick<Sealer, 'sealJson' | 'openJson'> };

export type Colleague = { id: string; name: string; email: string | null; roles: readonly string[] };

export type PeoplePort = {
  /** Everybody active, with their duties in the installation. */
  listColleagues(actor: PersonActor): Promise<readonly Colleague[]>;
  /** Display names of people whose ids the caller has. Unknown ids are left out. */
  namesOf(actor: PersonActor, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: string;
      outcome: 'success' | 'denied' | 'failed';
      spaceId?: string;
      labelId?: string;
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, unknown>;
    },
  ): Promise<void>;
};

/** Where a document is and who holds what there, for an officer who asks why; null and empty for everybody else. */
export type WhereaboutsPort = {
  documentOf(tx: Tx, documentId: string): Promise<{ spaceId: string; labelId: string } | null>;
  membershipOf(
    tx: Tx,
    spaceId: string,
    personId: string,
  ): Promise<{ role: 'owner' | 'analyst' | 'reader' | null; ceilingLabelId: string | null }>;
};
