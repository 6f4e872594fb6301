import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import type { ClientCertificates, HttpReply, HttpRequest, RequestSource } from '@nexus/http';
import type { Actor, Clock, Logger, PersonActor } from '@nexus/kernel';
import type { QueryExecutorProvider } from 'kysely';
import type { IdentityAction } from './identity.actions.ts';
import type { IdentityTables } from './identity.tables.ts';

export type IdentityTx = Tx<IdentityTables>;

/** An open transaction of anybody, whatever tables it is typed with. */
export type AnyTx = QueryExecutorProvider & { readonly isTransaction: true };

export type IdentityDatabase = Pick<Database, 'withActor' | 'withWorker'>;

export type IdentitySealer = Pick<Sealer, 'sealText' | 'openText' | 'sealJson' | 'openJson' | 'fingerprint'>;

export type AuditEntry = {
  actor: Actor;
  action: IdentityAction;
  outcome: 'success' | 'denied' | 'failed';
  objects?: { kind: string; id: string }[];
  reason?: string;
  details?: Record<string, string | number | boolean>;
};

export type Entered = { me: { id: string }; session: { token: string; expiresAt: Date } };

export type VouchedEntry = {
  personId: string;
  way: 'directory' | 'provider' | 'certificate';
  sourceId: string;
  secondStep: 'ours' | 'theirs';
  code?: string | undefined;
  spend?: { hash: Buffer; expiresAt: Date };
};

/** Of the module that keeps people and sessions. Who may come in at all is decided there. */
export type PeoplePort = {
  enterVouched(entry: VouchedEntry, source: RequestSource): Promise<Entered>;
  /** One answer for every reason, which is recorded. */
  refuseVouched(reason: string, personId: string | null, source: RequestSource): Promise<never>;
  beginDirectoryAttempt(account: string, source: RequestSource): Promise<void>;
  endDirectoryAttempt(account: string, source: RequestSource): Promise<void>;
  createVouchedPerson(
    tx: AnyTx,
    job: string,
    person: { name: string; email: string; locale: string; timeZone: string },
  ): Promise<string>;
  vouchForPerson(tx: AnyTx, personId: string): Promise<string | null>;
  findPersonByEmail(tx: AnyTx, email: string): Promise<{ personId: string; state: string } | null>;
  suspendVanished(job: string, personId: string, reason: string): Promise<boolean>;
  endSessionsOfSource(job: string, personId: string, sourceId: string): Promise<number>;
  /** Duties that somebody holds; null when there is no such active person. */
  findRoles(actor: PersonActor, personId: string): Promise<string[] | null>;
  /** Hands the session to the browser, and gives what the page shows. */
  handOver(request: HttpRequest, reply: HttpReply, entered: Entered): Promise<Record<string, unknown>>;
  /** Whether the sign-in page has fields for a password of this server. */
  arePasswordsOffered(): Promise<boolean>;
};

export type DestinationsPort = {
  /** Lets the server connect there, until what it gives is called. */
  allow(purpose: string, address: string): () => void;
};

export type IdentityParts = {
  database: IdentityDatabase;
  /** The system sealer. */
  sealer: IdentitySealer;
  people: PeoplePort;
  audit: { record(tx: IdentityTx, entry: AuditEntry): Promise<void> };
  destinations: DestinationsPort;
  /** Whether the server asks for client certificates. */
  clientCertificates: () => ClientCertificates;
  clock: Clock;
  logger: Logger;
};
