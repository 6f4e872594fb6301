import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';

export type SystemSealer = Pick<Sealer, 'sealText' | 'openText' | 'sealJson' | 'openJson' | 'fingerprint'>;
export type KeyringPort = { system(): SystemSealer };

/** What somebody is in one organisation. */
export type ActingRole = { organisationId: string; kind: 'network' | 'partner'; roles: readonly string[] };

export type OrganisationsPort = {
  rolesOf(tx: Tx, personId: string): Promise<readonly ActingRole[]>;
  /** Makes the organisation of an approved partner, in the same transaction. */
  openPartner(tx: Tx, actor: PersonActor, input: { id: string; name: string; country: string }): Promise<void>;
  /**
   * Gives somebody the running of a partner, with an account when they have none.
   * @returns the one-time link to hand on; null for somebody who has an account already
   */
  inviteAdmin(
    actor: PersonActor,
    organisationId: string,
    person: { name: string; email: string; language: 'es' | 'en' },
  ): Promise<{ token: string; expiresAt: Date } | null>;
};

export type PeoplePort = {
  /** Display names of people whose ids the caller has. Unknown ids are left out. */
  namesOf(actor: PersonActor, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/** One partner's sales to one customer in a stretch of time, in the programme's currency. */
export type SalesFact = {
  partnerId: string;
  customerId: string;
  customerName: string;
  sales: number;
  netMinor: bigint;
  currency: string;
  lastSaleAt: Date;
};

export type SalesFactsPort = {
  /** Sales that were attributed to partners, refunds taken off. */
  byPartnerAndCustomer(tx: Tx, from: Date, until: Date): Promise<readonly SalesFact[]>;
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
