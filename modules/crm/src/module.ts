import type { HttpApp } from '@nexus/http';
import { activitiesRoutes } from './activities/activities.routes.ts';
import { createActivitiesService } from './activities/activities.service.ts';
import { checklistRoutes } from './checklist/checklist.routes.ts';
import { createChecklistService } from './checklist/checklist.service.ts';
import * as errors from './crm.errors.ts';
import { actAs, type CrmDependencies } from './crm.parts.ts';
import { customersRoutes } from './customers/customers.routes.ts';
import { createCustomersService } from './customers/customers.service.ts';
import { dealsRoutes } from './deals/deals.routes.ts';
import { createDealsService } from './deals/deals.service.ts';
import { crmDocumentsRoutes } from './documents/crm-documents.routes.ts';
import { createCrmDocumentsService } from './documents/crm-documents.service.ts';
import { exportsRoutes } from './exports/exports.routes.ts';
import { createExportsService } from './exports/exports.service.ts';
import { importsRoutes } from './imports/imports.routes.ts';
import { createImportsService } from './imports/imports.service.ts';
import { createImportRunner } from './imports/run-import.ts';
import { mailRoutes } from './mail/mail.routes.ts';
import { createMailService } from './mail/mail.service.ts';
import { opportunitiesRoutes } from './opportunities/opportunities.routes.ts';
import { createOpportunitiesService, type OpportunitiesService } from './opportunities/opportunities.service.ts';
import { wonByPartnerAndCustomer } from './opportunities/won-facts.repository.ts';

export function createCrmModule(dependencies: CrmDependencies) {
  const act = actAs(dependencies);
  const customers = createCustomersService(dependencies, act);
  const opportunities: OpportunitiesService = createOpportunitiesService(dependencies, act, (...closed) =>
    deals.onOpportunityClosed(...closed),
  );
  const deals = createDealsService({ ...dependencies, customers, opportunities: () => opportunities }, act);
  const activities = createActivitiesService(dependencies, act);
  const documents = createCrmDocumentsService(dependencies, act);
  const checklist = createChecklistService(dependencies, act);
  const imports = createImportsService(dependencies, act);
  const exports = createExportsService(dependencies, act);
  const mail = createMailService(dependencies, act);
  const { runImport } = createImportRunner(dependencies);
  return {
    service: { customers, opportunities, deals, activities, documents, checklist, imports, exports, mail },
    /** What other use cases ask and do inside their own transaction. */
    facts: { wonByPartnerAndCustomer, win: opportunities.win, taxIdOf: customers.taxIdOf },
    routes(app: HttpApp): void {
      customersRoutes(customers)(app);
      opportunitiesRoutes(opportunities)(app);
      dealsRoutes(deals)(app);
      activitiesRoutes(activities)(app);
      crmDocumentsRoutes(documents)(app);
      checklistRoutes(checklist)(app);
      importsRoutes(imports)(app);
      exportsRoutes(exports)(app);
      mailRoutes(mail)(app);
    },
    /** For the clock of the server; each is safe to run at any time and by several at once. */
    jobs: { expireDeals: deals.expireDue, runImport, sendLetter: mail.send, readMailbox: mail.receive },
  };
}

export type CrmModule = ReturnType<typeof createCrmModule>;
export const crmMigrations = { name: 'crm', directory: new URL('../migrations/', import.meta.url) };

/** Constraint to error, for the database's one place that maps violations. */
export const crmConflicts = {
  customers_external_id: () => new errors.ExternalIdTakenError(),
  customer_merges_once: () => new errors.AlreadyMergedError(),
  opportunities_source: () => new errors.SourceTakenError(),
  deals_way: () => new errors.DealWayError(),
  deals_decided_by_network: () => new errors.DealDecidedByNetworkError(),
  deal_keys_one_live: () => new errors.DealConflictError(),
};
