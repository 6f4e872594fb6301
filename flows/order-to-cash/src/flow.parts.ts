import type { CommissionsService } from '@nexus/commissions';
import type { CrmModule } from '@nexus/crm';
import type { Database } from '@nexus/db';
import type { InvoicesModule } from '@nexus/invoices';
import type { BusinessCalendar, Clock, Logger } from '@nexus/kernel';
import type { LicencesModule } from '@nexus/licences';
import type { PricingModule } from '@nexus/pricing';

/** The doors of the modules that a sale goes through. */
export type FlowParts = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  pricing: Pick<PricingModule, 'orders' | 'priceConsumption'>;
  invoices: Pick<InvoicesModule, 'door'>;
  licences: Pick<LicencesModule, 'flow'>;
  commissions: Pick<CommissionsService, 'recordSales' | 'recordRefund'>;
  crm: Pick<CrmModule, 'facts'>;
  calendar: BusinessCalendar;
  clock: Clock;
  logger: Logger;
};
