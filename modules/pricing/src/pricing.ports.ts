import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';

export type Membership = { organisationId: string; kind: 'network' | 'partner'; roles: readonly string[] };

export type OrganisationsPort = {
  rolesOf(tx: Tx, personId: string): Promise<readonly Membership[]>;
  namesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: string;
      outcome: 'success' | 'denied' | 'failed';
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, unknown>;
    },
  ): Promise<void>;
};
