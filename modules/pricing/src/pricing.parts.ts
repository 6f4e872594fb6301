import type { Database } from '@nexus/db';
import type { BusinessCalendar, Clock } from '@nexus/kernel';
import type { AuditPort, OrganisationsPort } from './pricing.ports.ts';

/** What the whole module is made of. */
export type PricingParts = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  organisations: OrganisationsPort;
  audit: AuditPort;
  clock: Clock;
  /** Which day it is, for prices, taxes and terms. */
  calendar: BusinessCalendar;
};
