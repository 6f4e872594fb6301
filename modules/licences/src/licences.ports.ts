import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { Counters } from '@nexus/licence-file';
import type { LicencesAction } from './licences.actions.ts';

export type Membership = { organisationId: string; kind: 'network' | 'partner'; roles: string[] };

export type OrganisationsPort = { rolesOf(tx: Tx, personId: string): Promise<Membership[]> };

export type LicencesSealer = Pick<Sealer, 'sealText' | 'openText'>;

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: LicencesAction;
      outcome: 'success' | 'failed';
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, string | number | boolean>;
    },
  ): Promise<void>;
};

/** A usage report that was taken, and what it leaves to be invoiced. */
export type AcceptedUsage = {
  licenceId: string;
  customerId: string;
  partnerId: string | null;
  orderId: string | null;
  activationId: string;
  reportId: string;
  period: string;
  isMonthClosed: boolean;
  /** By unit, of all machines of the licence, since the last settlement. Whole numbers, never negative. */
  consumption: Counters;
};

/** Others who act on a report, in the transaction that takes it: invoicing. */
export type UsagePort = { onUsage(tx: Tx, actor: Actor, usage: AcceptedUsage): Promise<void> };
