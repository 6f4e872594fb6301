import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { LedgerAction } from './ledger.actions.ts';

export type OrganisationsPort = {
  rolesOf(
    tx: Tx,
    personId: string,
  ): Promise<{ organisationId: string; kind: 'network' | 'partner'; roles: string[] }[]>;
  /** Names for people; unknown ids are left out. */
  namesOf(tx: Tx, organisationIds: string[]): Promise<ReadonlyMap<string, string>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: LedgerAction;
      outcome: 'success' | 'failed';
      details?: Record<string, string | number | boolean | null>;
    },
  ): Promise<void>;
};
