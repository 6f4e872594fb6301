import type { Database } from '@nexus/db';
import type { BusinessCalendar, Clock } from '@nexus/kernel';
import type { AuditPort, Issuer, KeyringPort, OrganisationsPort } from './invoices.ports.ts';

/** What the whole module is made of. */
export type InvoicesParts = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  organisations: OrganisationsPort;
  keyring: KeyringPort;
  audit: AuditPort;
  clock: Clock;
  /** Which day it is. */
  calendar: BusinessCalendar;
  issuer: Issuer;
};
