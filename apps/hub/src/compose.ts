import { hostname } from 'node:os';
import { join } from 'node:path';
import { accountsActions, accountsConflicts, accountsMigrations, createAccountsModule } from '@nexus/accounts';
import { assertActionsKnown, auditMigrations, createAuditModule, createFolderPlace } from '@nexus/audit';
import { createFolderBlobStore } from '@nexus/blobs';
import {
  commissionsActions,
  commissionsConflicts,
  commissionsMigrations,
  createCommissionsModule,
} from '@nexus/commissions';
import { type CrmModule, createCrmModule, crmActions, crmConflicts, crmMigrations } from '@nexus/crm';
import type { Database } from '@nexus/db';
import { createPostgresIdempotencyStore, httpMigrations, idempotencyJobs } from '@nexus/http';
import { createIdentityModule, identityActions, identityConflicts, identityMigrations } from '@nexus/identity';
import { createInvoicesModule, invoicesActions, invoicesConflicts, invoicesMigrations } from '@nexus/invoices';
import type { Jobs, JobsOverview } from '@nexus/jobs';
import { businessCalendar, type Clock, type Logger, systemClock } from '@nexus/kernel';
import { createKeysModule, keysActions, keysMigrations } from '@nexus/keys';
import { createKnowledgeModule, knowledgeActions, knowledgeConflicts, knowledgeMigrations } from '@nexus/knowledge';
import { createLedgerModule, ledgerActions, ledgerConflicts, ledgerMigrations } from '@nexus/ledger';
import { createLicencesModule, licencesActions, licencesConflicts, licencesMigrations } from '@nexus/licences';
import { createOrderToCash, orderToCashMigrations, usageInvoicing } from '@nexus/order-to-cash';
import {
  createOrganisationsModule,
  organisationsActions,
  organisationsConflicts,
  organisationsMigrations,
} from '@nexus/organisations';
import { createDestinations, destinationOf } from '@nexus/outbound';
import { createPartnersModule, partnersActions, partnersConflicts, partnersMigrations } from '@nexus/partners';
import { createPricingModule, pricingActions, pricingConflicts, pricingMigrations } from '@nexus/pricing';
import type { HubConfig } from './config.ts';
import { attributionFrom } from './ports/attribution.ts';
import { reachedGoals } from './ports/reached-goals.ts';
import { royaltiesFrom } from './ports/royalties.ts';
import { wordsStayOut } from './ports/words-stay-out.ts';
import { version } from './version.ts';

/** In this order: a policy may ask the functions of those before it. */
export const hubMigrations = [
  keysMigrations,
  { name: 'http', directory: httpMigrations },
  { name: 'accounts', directory: accountsMigrations },
  identityMigrations,
  auditMigrations,
  organisationsMigrations,
  partnersMigrations,
  crmMigrations,
  pricingMigrations,
  invoicesMigrations,
  licencesMigrations,
  ledgerMigrations,
  commissionsMigrations,
  knowledgeMigrations,
  orderToCashMigrations,
];

export const hubConflicts = {
  ...accountsConflicts,
  ...identityConflicts,
  ...organisationsConflicts,
  ...partnersConflicts,
  ...crmConflicts,
  ...pricingConflicts,
  ...invoicesConflicts,
  ...licencesConflicts,
  ...ledgerConflicts,
  ...commissionsConflicts,
  ...knowledgeConflicts,
};

/** In which the health of the network is told. */
const programmeCurrency = 'EUR';

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
export async function composeHub({ config, database, rootKey, jobs, queues, logger, clock = systemClock }: HubParts) {
  assertActionsKnown({
    accounts: accountsActions,
    identity: identityActions,
    keys: keysActions,
    organisations: organisationsActions,
    partners: partnersActions,
    crm: crmActions,
    pricing: pricingActions,
    invoices: invoicesActions,
    licences: licencesActions,
    ledger: ledgerActions,
    commissions: commissionsActions,
    knowledge: knowledgeActions,
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
    // Cards are looked up among people, people come in with cards: tied here.
    cards: { check: (personId, source) => identity.cards.check(personId, source) },
  });
  const destinations = createDestinations([]);
  const identity = createIdentityModule({
    database,
    sealer,
    people: { ...accounts.service, handOver: accounts.handOver },
    audit: audit.service,
    destinations: { allow: (purpose, address) => destinations.allow(destinationOf(purpose, address)) },
    clientCertificates: () => 'none',
    clock,
    logger,
  });
  await identity.start();
  const mode = await accounts.service.ensureInstallation();
  const organisations = createOrganisationsModule({ database, people: accounts.service, audit: audit.service, clock });
  await organisations.service.ensureNetwork(config.networkName);
  const shared = {
    database,
    organisations: organisations.organisations,
    audit: wordsStayOut(audit.service),
    clock,
    calendar,
  };
  const keyring = { system: () => sealer };
  const partners = createPartnersModule({
    ...shared,
    keyring,
    organisations: {
      ...organisations.organisations,
      // Partners and customers keep countries as the paths of territories have them.
      openPartner: (tx, actor, { country, ...partner }) =>
        organisations.organisations.openPartner(tx, actor, { ...partner, country: country.toUpperCase() }),
      inviteAdmin: async (actor, organisationId, { language, ...person }) => {
        const invited = { ...person, locale: language, timeZone: config.timeZone, role: 'partner_admin' as const };
        return (await organisations.service.invite(actor, organisationId, invited)).invitation;
      },
    },
    people: accounts.service,
    sales: {
      byPartnerAndCustomer: (tx, from, until) => crm.facts.wonByPartnerAndCustomer(tx, from, until, programmeCurrency),
    },
  });
  const crm: CrmModule = createCrmModule({
    ...shared,
    keyring,
    people: accounts.service,
    partners: partners.facts,
    blobs: await createFolderBlobStore(join(config.dataDir, 'blobs')),
    work: { later: (queue, id) => jobs.send(queue, { id }, id) },
    logger,
  });
  const pricing = createPricingModule(shared);
  const invoices = createInvoicesModule({ ...shared, keyring, issuer: config.issuer });
  const licences = createLicencesModule({ ...shared, sealer, usage: usageInvoicing });
  const ledger = createLedgerModule({ ...shared, logger });
  const knowledge = createKnowledgeModule({
    ...shared,
    ledger: ledger.service,
    facts: reachedGoals({ invoices: invoices.door, partners: partners.facts, calendar }),
  });
  const commissions = createCommissionsModule({
    ...shared,
    ledger: ledger.service,
    attribution: attributionFrom(partners.facts),
    royalties: royaltiesFrom(knowledge.door),
    bank: partners.facts,
    logger,
    payer: config.payer,
  });
  // Holds from the beginning until the network decides on another.
  await commissions.service.plans.ensureShippedPlan(calendar.startOfDay('2020-01-01'));
  const orderToCash = createOrderToCash({
    ...shared,
    pricing,
    invoices,
    licences,
    commissions: commissions.service,
    crm,
    logger,
  });
  return {
    /** The mode that holds; an installation may keep another than the wanted one. */
    mode,
    calendar,
    /** For use cases that span modules, and for tests. */
    withActor: database.withActor.bind(database),
    forgetKeys: keys.forgetKeys,
    audit,
    accounts,
    identity,
    organisations,
    partners,
    crm,
    pricing,
    invoices,
    licences,
    ledger,
    knowledge,
    commissions,
    orderToCash,
    idempotency: createPostgresIdempotencyStore({ database, sealer, clock }),
    idempotencyJobs: idempotencyJobs({ database, clock }),
    queues,
  };
}
