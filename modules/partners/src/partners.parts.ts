import type { Database, Tx } from '@nexus/db';
import type { Clock, PersonActor } from '@nexus/kernel';
import { PartnerActionForbiddenError, PartnerNotFoundError } from './partners.errors.ts';
import { isOfOffice, isOfPartner } from './partners.policy.ts';
import type {
  ActingRole,
  AuditPort,
  KeyringPort,
  OrganisationsPort,
  PeoplePort,
  SalesFactsPort,
} from './partners.ports.ts';
import type { PartnersTables } from './partners.tables.ts';

export type PartnersTx = Tx<PartnersTables>;

export type PartnersDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  keyring: KeyringPort;
  organisations: OrganisationsPort;
  people: PeoplePort;
  sales: SalesFactsPort;
  audit: AuditPort;
  clock: Clock;
};

export type Acting = readonly ActingRole[];

/** One transaction of a person, with what that person is in each organisation. */
export type ActAs = <R>(actor: PersonActor, run: (tx: PartnersTx, acting: Acting) => Promise<R>) => Promise<R>;

export function actAs({ database, organisations }: Pick<PartnersDependencies, 'database' | 'organisations'>): ActAs {
  return (actor, run) =>
    database.withActor(actor, async (tx: PartnersTx) => run(tx, await organisations.rolesOf(tx as Tx, actor.personId)));
}

export function ensureMay(allowed: boolean): void {
  if (!allowed) throw new PartnerActionForbiddenError();
}

/** Another partner's things do not exist for a partner. */
export function ensureSees(acting: Acting, partnerId: string): void {
  if (!isOfOffice(acting) && !isOfPartner(acting, partnerId)) throw new PartnerNotFoundError();
}
