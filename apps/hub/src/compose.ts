import { hostname } from 'node:os';
import { accountsActions, accountsConflicts, accountsMigrations, createAccountsModule } from '@nexus/accounts';
import { assertActionsKnown, auditMigrations, createAuditModule, createFolderPlace } from '@nexus/audit';
import type { Database } from '@nexus/db';
import { createPostgresIdempotencyStore, httpMigrations, idempotencyJobs } from '@nexus/http';
import { createInvoicesModule, invoicesActions, invoicesConflicts, invoicesMigrations } from '@nexus/invoices';
import type { Jobs, JobsOverview } from '@nexus/jobs';
import { businessCalendar, type Clock, type Logger, systemClock } from '@nexus/kernel';
import { createKeysModule, keysActions, keysMigrations } from '@nexus/keys';
import { createLicencesModule, licencesActions, licencesConflicts, licencesMigrations } from '@nexus/licences';
import {
  createOrganisationsModule,
  organisationsActions,
  organisationsConflicts,
  organisationsMigrations,
} from '@nexus/organisations';
import { createPricingModule, pricingActions, pricingConflicts, pricingMigrations } from '@nexus/pricing';
import type { HubConfig } from './config.ts';
import { version } from './version.ts';

/** In this order: a policy may ask the functions of those before it. */
export const hubMigrations = [
  keysMigrations,
  { name: 'http', directory: httpMigrations },
  { name: 'accounts', directory: accountsMigrations },
  auditMigrations,
  organisationsMigrations,
  pricingMigrations,
  invoicesMigrations,
  licencesMigrations,
];

export const hubConflicts = {
  ...accountsConflicts,
  ...organisationsConflicts,
  ...pricingConflicts,
  ...invoicesConflicts,
  ...licencesConflicts,
};

export type HubParts = {
  config: HubConfig;
  database: Database;
  rootKey: Uint8Array;
  jobs: Pick<Jobs, 'send' | 'sendAll'>;
  queues: JobsOverview;
  logger: Logger;
  clock?: Clock;
};

export type Hub = Awaited<ReturnType<typeof composeHub>>;

/** The only file that knows every module of the hub: each gets what it declared as a port. */
export async function composeHub({ config, database, rootKey, queues, logger, clock = systemClock }: HubParts) {
  assertActionsKnown({
    accounts: accountsActions,
    keys: keysActions,
    organisations: organisationsActions,
    pricing: pricingActions,
    invoices: invoicesActions,
    licences: licencesActions,
  });
  const calendar = businessCalendar(config.timeZone);
  const keys = await createKeysModule({ rootKey, database });
  const sealer = keys.service.system();
  const audit = createAuditModule({
    database,
    clock,
    logger,
    sealer,
    places: config.auditFolders.map(createFolderPlace),
    source: { host: hostname(), version },
  });
  const accounts = createAccountsModule({
    database,
    sealer,
    audit: audit.service,
    clock,
    logger,
    mode: config.mode,
    onSetUp: (personId) => organisations.service.welcomeOwner(personId),
  });
  const mode = await accounts.service.ensureInstallation();
  const organisations = createOrganisationsModule({ database, people: accounts.service, audit: audit.service, clock });
  await organisations.service.ensureNetwork(config.networkName);
  const shared = { database, organisations: organisations.organisations, audit: audit.service, clock, calendar };
  const pricing = createPricingModule(shared);
  const invoices = createInvoicesModule({ ...shared, keyring: { system: () => sealer }, issuer: config.issuer });
  const licences = createLicencesModule({ ...shared, sealer });
  return {
    /** The mode that holds; an installation may keep another than the wanted one. */
    mode,
    calendar,
    /** For use cases that span modules, and for tests. */
    withActor: database.withActor.bind(database),
    forgetKeys: keys.forgetKeys,
    audit,
    accounts,
    organisations,
    pricing,
    invoices,
    licences,
    idempotency: createPostgresIdempotencyStore({ database, sealer, clock }),
    idempotencyJobs: idempotencyJobs({ database, clock }),
    queues,
  };
}
