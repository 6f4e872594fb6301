import type { Database, Tx } from '@nexus/db';
import type { Actor, BusinessCalendar, Clock } from '@nexus/kernel';
import type { GoalMetric } from './knowledge.tables.ts';

export type Membership = { organisationId: string; kind: 'network' | 'partner'; roles: readonly string[] };

export type OrganisationsPort = {
  rolesOf(tx: Tx, personId: string): Promise<readonly Membership[]>;
  namesOf(tx: Tx, ids: string[]): Promise<ReadonlyMap<string, string>>;
};

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: string;
      outcome: 'success' | 'denied' | 'failed';
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, unknown>;
    },
  ): Promise<void>;
};

type CreditAccount =
  | { ownerId: string; purpose: 'knowledge_credit'; currency: string }
  | { ownerId: null; purpose: 'knowledge_pool'; currency: string };

export type CreditPosting = {
  /** Names the fact: posted once, whoever tries how often. */
  key: string;
  kind: 'credit_earned' | 'credit_bought' | 'credit_spent';
  effectiveAt: Date;
  entries: readonly { account: CreditAccount; minor: bigint }[];
  reference?: string;
};

/** Credits are on accounts of the ledger: of each organisation, against the network's pool. No account falls below zero. */
export type LedgerPort = {
  post(tx: Tx, postings: readonly CreditPosting[]): Promise<unknown>;
  balancesOf(tx: Tx, accounts: readonly CreditAccount[]): Promise<bigint[]>;
};

/** What partners reached in a month: from sales that were paid, and partners who were recruited and are active. */
export type FactsPort = {
  reachedIn(
    tx: Tx,
    goal: { metric: GoalMetric; month: string; currency: string },
  ): Promise<readonly { organisationId: string; value: bigint }[]>;
};

export type KnowledgeParts = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  organisations: OrganisationsPort;
  ledger: LedgerPort;
  facts: FactsPort;
  audit: AuditPort;
  clock: Clock;
  calendar: BusinessCalendar;
};
