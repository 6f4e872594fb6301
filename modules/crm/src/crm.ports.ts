import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor, PersonActor } from '@nexus/kernel';

export type SystemSealer = Pick<Sealer, 'sealText' | 'openText' | 'sealStream' | 'openStream'>;
export type KeyringPort = { system(): SystemSealer };

export type ActingRole = { organisationId: string; kind: 'network' | 'partner'; roles: readonly string[] };

export type OrganisationsPort = { rolesOf(tx: Tx, personId: string): Promise<readonly ActingRole[]> };

export type PeoplePort = {
  /** Display names of people whose ids the caller has. Unknown ids are left out. */
  namesOf(actor: PersonActor, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/** What deal registration asks of the partners' module. */
export type PartnersPort = {
  namesOf(tx: Tx, partnerIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  checkTerritory(
    tx: Tx,
    partnerId: string | null,
    place: {
      country: string;
      region?: string | null | undefined;
      postcode?: string | null | undefined;
      segment?: string | null | undefined;
      productLine: string;
    },
    at: Date,
  ): Promise<{ isFree: true } | { isFree: false; reason: 'exclusive_elsewhere' }>;
  /** Null when there is no such partner. */
  identityOf(
    tx: Tx,
    partnerId: string,
  ): Promise<{ taxIdFingerprint: Buffer | null; companyDomain: string | null } | null>;
  /** The same for a tax id everywhere, whoever has it. */
  taxIdFingerprint(country: string, taxId: string): Buffer;
};

/** Immutable objects by key; what is written is sealed already. */
export type BlobsPort = {
  write(key: string, source: AsyncIterable<Uint8Array>): Promise<number>;
  read(key: string): AsyncIterable<Uint8Array>;
  remove(key: string): Promise<void>;
};

/** Hands work to the background, by the id of what is to be worked on. */
export type WorkPort = { later(queue: 'crm.import' | 'crm.mail', id: string): Promise<void> };

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
