import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type {
  Answers,
  ApplicationRow,
  ApplicationState,
  CriterionRow,
  PartnersTables,
  ScoreRow,
} from '../partners.tables.ts';

type PartnersTx = Tx<PartnersTables>;

/** The newest version of the criteria, or a given one. */
export async function listCriteria(tx: PartnersTx, version: number | null): Promise<CriterionRow[]> {
  const { rows } = await sql<CriterionRow>`
    select * from partner_criteria where version = coalesce(${version}::integer, (select max(version) from partner_criteria))
    order by position`.execute(tx);
  return rows;
}

/** A second open application with the same address violates `partner_applications_open`. */
export async function insertApplication(tx: PartnersTx, row: ApplicationRow): Promise<void> {
  await sql`
    insert into partner_applications (id, kind, state, company_name, contact_name, email, phone, country, city, website, language, message,
      referral_code, tax_id, tax_id_fingerprint, answers, criteria_version, submitted_at)
    values (${row.id}, ${row.kind}, 'submitted', ${row.companyName}, ${row.contactName}, ${row.email}, ${row.phone}, ${row.country}, ${row.city},
      ${row.website}, ${row.language}, ${row.message}, ${row.referralCode}, ${row.taxId}, ${row.taxIdFingerprint},
      ${JSON.stringify(row.answers)}::jsonb, ${row.criteriaVersion}, ${row.submittedAt})`.execute(tx);
}

export async function findApplication(tx: PartnersTx, id: string, forUpdate = false): Promise<ApplicationRow | null> {
  const { rows } = await sql<ApplicationRow>`
    select * from partner_applications where id = ${id} ${forUpdate ? sql`for update` : sql``}`.execute(tx);
  return rows[0] ?? null;
}

export type ApplicationFilter = {
  state?: ApplicationState | undefined;
  after?: { submittedAt: string; id: string } | undefined;
  limit: number;
};

/** Newest first. */
export async function listApplications(tx: PartnersTx, filter: ApplicationFilter): Promise<ApplicationRow[]> {
  const { rows } = await sql<ApplicationRow>`
    select * from partner_applications
    where (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${filter.after?.id ?? null}::uuid is null
        or (submitted_at, id) < (${filter.after?.submittedAt ?? null}::timestamptz, ${filter.after?.id ?? null}::uuid))
    order by submitted_at desc, id desc limit ${filter.limit + 1}`.execute(tx);
  return rows;
}

export async function saveScore(
  tx: PartnersTx,
  id: string,
  score: {
    answers: Answers;
    criteriaVersion: number;
    impact: number;
    effort: number;
    rows: ScoreRow[];
    by: string;
    at: Date;
  },
): Promise<void> {
  await sql`
    update partner_applications
    set state = 'scored', answers = ${JSON.stringify(score.answers)}::jsonb, criteria_version = ${score.criteriaVersion},
      impact = ${score.impact}, effort = ${score.effort}, score_rows = ${JSON.stringify(score.rows)}::jsonb,
      scored_by = ${score.by}, scored_at = ${score.at}, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function saveDecision(
  tx: PartnersTx,
  id: string,
  decision: {
    state: 'approved' | 'rejected';
    kind: string;
    reason: string | null;
    partnerId: string | null;
    by: string;
    at: Date;
  },
): Promise<void> {
  await sql`
    update partner_applications
    set state = ${decision.state}, kind = ${decision.kind}, decision_reason = ${decision.reason}, partner_id = ${decision.partnerId},
      decided_by = ${decision.by}, decided_at = ${decision.at}, version = version + 1
    where id = ${id}`.execute(tx);
}
