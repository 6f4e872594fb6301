import type { Database } from '@nexus/db';
import type { BusinessCalendar, Clock, Logger } from '@nexus/kernel';
import type {
  AttributionPort,
  AuditPort,
  BankDetailsPort,
  LedgerPort,
  OrganisationsPort,
  RoyaltyPort,
} from './commissions.ports.ts';

/** Who pays: what a bank file names as the one who sends. */
export type Payer = { name: string; iban: string; bic: string | null };

export type CommissionsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  ledger: LedgerPort;
  attribution: AttributionPort;
  royalties: RoyaltyPort;
  bank: BankDetailsPort;
  organisations: OrganisationsPort;
  audit: AuditPort;
  calendar: BusinessCalendar;
  clock: Clock;
  logger: Logger;
  /** Null until the network's own account is configured: then there is no SEPA file. */
  payer: Payer | null;
};
