import type { Database, Tx } from '@nexus/db';
import type { Clock, Logger, PersonActor } from '@nexus/kernel';
import { CrmForbiddenError } from './crm.errors.ts';
import type {
  ActingRole,
  AuditPort,
  BlobsPort,
  KeyringPort,
  OrganisationsPort,
  PartnersPort,
  PeoplePort,
  WorkPort,
} from './crm.ports.ts';

export type CrmDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  keyring: KeyringPort;
  organisations: OrganisationsPort;
  people: PeoplePort;
  partners: PartnersPort;
  blobs: BlobsPort;
  work: WorkPort;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
};

export type Acting = readonly ActingRole[];

/** One transaction of a person, with what that person is in each organisation. */
export type ActAs = <R>(actor: PersonActor, run: (tx: Tx, acting: Acting) => Promise<R>) => Promise<R>;

export function actAs({ database, organisations }: Pick<CrmDependencies, 'database' | 'organisations'>): ActAs {
  return (actor, run) =>
    database.withActor(actor, async (tx: Tx) => run(tx, await organisations.rolesOf(tx, actor.personId)));
}

export function ensureMay(allowed: boolean): void {
  if (!allowed) throw new CrmForbiddenError();
}
