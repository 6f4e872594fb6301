import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type DealState =
  | 'submitted'
  | 'in_review'
  | 'approved'
  | 'won'
  | 'lost'
  | 'expired'
  | 'withdrawn'
  | 'rejected'
  | 'conflicted';

export type DealRules = {
  version: number;
  reviewHours: number;
  protectionDays: number;
  extensionDays: number;
  maxExtensions: number;
};

export type DealRow = {
  id: string;
  partnerId: string;
  productLine: string;
  state: DealState;
  customerName: string;
  domain: string | null;
  taxId: Buffer | null;
  taxIdFingerprint: Buffer | null;
  country: string;
  region: string | null;
  postcode: string | null;
  segment: string | null;
  contactName: string;
  contactEmail: string | null;
  valueMinor: bigint;
  currency: string;
  expectedClose: string | null;
  evidence: string;
  ruleVersion: number;
  submittedAt: Date;
  submittedBy: string | null;
  reviewDueAt: Date;
  protectedFrom: Date | null;
  protectedUntil: Date | null;
  extensions: number;
  customerId: string | null;
  opportunityId: string | null;
  version: number;
};

export async function readRules(tx: Tx, at: Date): Promise<DealRules> {
  const { rows } = await sql<DealRules>`
    select version, review_hours, protection_days, extension_days, max_extensions from deal_rules
    where effective_from <= ${at}::timestamptz order by version desc limit 1`.execute(tx);
  return rows[0]!;
}

export async function insertDeal(tx: Tx, row: DealRow): Promise<void> {
  await sql`
    insert into deals (id, partner_id, product_line, state, customer_name, domain, tax_id, tax_id_fingerprint, country, region, postcode, segment,
      contact_name, contact_email, value_minor, currency, expected_close, evidence, rule_version, submitted_at, submitted_by, review_due_at, customer_id)
    values (${row.id}, ${row.partnerId}, ${row.productLine}, 'submitted', ${row.customerName}, ${row.domain}, ${row.taxId}, ${row.taxIdFingerprint},
      ${row.country}, ${row.region}, ${row.postcode}, ${row.segment}, ${row.contactName}, ${row.contactEmail}, ${row.valueMinor}, ${row.currency},
      ${row.expectedClose}::date, ${row.evidence}, ${row.ruleVersion}, ${row.submittedAt}, ${row.submittedBy}, ${row.reviewDueAt}, ${row.customerId})`.execute(
    tx,
  );
}

/** Takes the keys of a customer for a registration. @returns the registration that holds one of them; null when all are taken */
export async function takeKeys(tx: Tx, dealId: string, keys: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ holder: string | null }>`
    select take_deal_keys(${dealId}::uuid, ${[...keys]}::text[]) as holder`.execute(tx);
  return rows[0]!.holder;
}

/** Ends protections that ran out. @returns how many */
export async function expire(tx: Tx, at: Date): Promise<number> {
  const { rows } = await sql<{ ended: number }>`select expire_deals(${at}::timestamptz) as ended`.execute(tx);
  return rows[0]!.ended;
}

export async function findDeal(tx: Tx, id: string, forUpdate = false): Promise<DealRow | null> {
  const { rows } = await sql<DealRow>`
    select * from deals where id = ${id}::uuid ${forUpdate ? sql`for update` : sql``}`.execute(tx);
  return rows[0] ?? null;
}

export type DealFilter = {
  state?: DealState | undefined;
  partnerId?: string | undefined;
  isOverdueAt?: Date | undefined;
  after?: { submittedAt: string; id: string } | undefined;
  limit: number;
};

/** Newest first. */
export async function listDeals(tx: Tx, filter: DealFilter): Promise<DealRow[]> {
  const conditions = [sql`true`];
  if (filter.state) conditions.push(sql`state = ${filter.state}`);
  if (filter.partnerId) conditions.push(sql`partner_id = ${filter.partnerId}::uuid`);
  if (filter.isOverdueAt)
    conditions.push(sql`state in ('submitted', 'in_review') and review_due_at <= ${filter.isOverdueAt}::timestamptz`);
  if (filter.after)
    conditions.push(sql`(submitted_at, id) < (${filter.after.submittedAt}::timestamptz, ${filter.after.id}::uuid)`);
  const { rows } = await sql<DealRow>`
    select * from deals where ${sql.join(conditions, sql` and `)} order by submitted_at desc, id desc limit ${filter.limit + 1}`.execute(
    tx,
  );
  return rows;
}

export async function changeDeal(
  tx: Tx,
  id: string,
  change: Partial<
    Pick<
      DealRow,
      'state' | 'protectedFrom' | 'protectedUntil' | 'extensions' | 'customerId' | 'opportunityId' | 'ruleVersion'
    >
  >,
): Promise<void> {
  const names = {
    state: 'state',
    protectedFrom: 'protected_from',
    protectedUntil: 'protected_until',
    extensions: 'extensions',
    customerId: 'customer_id',
    opportunityId: 'opportunity_id',
    ruleVersion: 'rule_version',
  } as const;
  const set = (Object.keys(names) as (keyof typeof names)[])
    .filter((field) => change[field] !== undefined)
    .map((field) => sql`${sql.ref(names[field])} = ${change[field]}`);
  await sql`update deals set ${sql.join([...set, sql`version = version + 1`])} where id = ${id}::uuid`.execute(tx);
}

export type DecisionRow = {
  id: string;
  dealId: string;
  partnerId: string;
  state: DealState;
  reasonCode: string | null;
  reason: string | null;
  ruleVersion: number;
  againstDealId: string | null;
  decidedBy: string | null;
  decidedAt: Date;
};

export async function insertDecision(tx: Tx, row: DecisionRow): Promise<void> {
  await sql`
    insert into deal_decisions (id, deal_id, partner_id, state, reason_code, reason, rule_version, against_deal_id, decided_by, decided_at)
    values (${row.id}, ${row.dealId}, ${row.partnerId}, ${row.state}, ${row.reasonCode}, ${row.reason}, ${row.ruleVersion}, ${row.againstDealId},
      ${row.decidedBy}, ${row.decidedAt})`.execute(tx);
}

export async function listDecisions(tx: Tx, dealId: string): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select * from deal_decisions where deal_id = ${dealId}::uuid order by decided_at, id`.execute(tx);
  return rows;
}
