import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type {
  AwardRow,
  CertificationLevel,
  CertificationRow,
  ContractPlanRow,
  PartnerKindRow,
  PartnerRow,
  PartnerRulesRow,
  PartnerStatus,
  PartnersTables,
  StatusChangeRow,
  TierRow,
} from './partners.tables.ts';

type PartnersTx = Tx<PartnersTables>;

export async function listKinds(tx: PartnersTx): Promise<PartnerKindRow[]> {
  return await tx.selectFrom('partnerKinds').selectAll().orderBy('position').execute();
}

export async function findKind(tx: PartnersTx, kind: string): Promise<PartnerKindRow | null> {
  return (await tx.selectFrom('partnerKinds').selectAll().where('kind', '=', kind).executeTakeFirst()) ?? null;
}

export async function readRules(tx: PartnersTx): Promise<PartnerRulesRow> {
  return await tx.selectFrom('partnerRules').selectAll().executeTakeFirstOrThrow();
}

export async function insertPartner(tx: PartnersTx, partner: PartnerRow): Promise<void> {
  await tx.insertInto('partners').values(partner).execute();
}

export async function findPartner(tx: PartnersTx, partnerId: string): Promise<PartnerRow | null> {
  return (await tx.selectFrom('partners').selectAll().where('id', '=', partnerId).executeTakeFirst()) ?? null;
}

export async function findPartnerIdByReferral(tx: PartnersTx, referralCode: string): Promise<string | null> {
  const row = await tx
    .selectFrom('partners')
    .select('id')
    .where('referralCode', '=', referralCode)
    .where('status', '<>', 'ended')
    .executeTakeFirst();
  return row?.id ?? null;
}

export type PartnerFilter = {
  kind?: string | undefined;
  status?: PartnerStatus | undefined;
  text?: string | undefined;
  after?: { name: string; id: string } | undefined;
  limit: number;
};

export type PartnerListRow = Omit<PartnerRow, 'taxId' | 'taxIdFingerprint'> & {
  certification: CertificationLevel | null;
};

/** By name; one row more than the limit tells that there is another page. */
export async function listPartners(tx: PartnersTx, filter: PartnerFilter, at: Date): Promise<PartnerListRow[]> {
  const { rows } = await sql<PartnerListRow>`
    select p.id, p.kind, p.status, p.name, p.country, p.company_domain, p.referral_code, p.application_id, p.version, p.created_at,
      (select c.level from partner_certifications c where c.partner_id = p.id and c.held @> ${at}::timestamptz
       order by array_position(array['bronze', 'silver', 'gold', 'platinum'], c.level) desc limit 1) as certification
    from partners p
    where (${filter.kind ?? null}::text is null or p.kind = ${filter.kind ?? null})
      and (${filter.status ?? null}::text is null or p.status = ${filter.status ?? null})
      and (${filter.text ?? null}::text is null or position(lower(${filter.text ?? ''}) in lower(p.name)) > 0)
      and (${filter.after?.id ?? null}::uuid is null or (lower(p.name), p.id) > (lower(${filter.after?.name ?? ''}), ${filter.after?.id ?? null}::uuid))
    order by lower(p.name), p.id limit ${filter.limit + 1}`.execute(tx);
  return rows;
}

export async function updatePartner(
  tx: PartnersTx,
  partnerId: string,
  expectedVersion: number,
  change: Partial<
    Pick<PartnerRow, 'kind' | 'name' | 'country' | 'companyDomain' | 'taxId' | 'taxIdFingerprint' | 'status'>
  >,
): Promise<boolean> {
  const result = await tx
    .updateTable('partners')
    .set({ ...change, version: expectedVersion + 1 })
    .where('id', '=', partnerId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertStatusChange(tx: PartnersTx, change: StatusChangeRow): Promise<void> {
  await tx.insertInto('partnerStatusChanges').values(change).execute();
}

export async function listStatusChanges(tx: PartnersTx, partnerId: string): Promise<StatusChangeRow[]> {
  return await tx
    .selectFrom('partnerStatusChanges')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .orderBy('since', 'desc')
    .execute();
}

export async function statusAt(tx: PartnersTx, partnerId: string, at: Date): Promise<PartnerStatus | null> {
  const row = await tx
    .selectFrom('partnerStatusChanges')
    .select('status')
    .where('partnerId', '=', partnerId)
    .where('since', '<=', at)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.status ?? null;
}

export async function insertCertification(tx: PartnersTx, row: CertificationRow): Promise<void> {
  await sql`
    insert into partner_certifications (id, partner_id, level, held, source, recorded_by, recorded_at)
    values (${row.id}, ${row.partnerId}, ${row.level}, tstzrange(${row.from}, ${row.until}), ${row.source}, ${row.recordedBy}, ${row.recordedAt})`.execute(
    tx,
  );
}

export async function findCertificationBySource(
  tx: PartnersTx,
  partnerId: string,
  source: string,
): Promise<CertificationRow | null> {
  const rows = await certificationsWhere(tx, sql`partner_id = ${partnerId} and source = ${source}`);
  return rows[0] ?? null;
}

export async function listCertifications(tx: PartnersTx, partnerId: string): Promise<CertificationRow[]> {
  return await certificationsWhere(tx, sql`partner_id = ${partnerId}`);
}

async function certificationsWhere(tx: PartnersTx, condition: ReturnType<typeof sql>): Promise<CertificationRow[]> {
  const { rows } = await sql<CertificationRow>`
    select id, partner_id, level, lower(held) as "from", upper(held) as until, source, recorded_by, recorded_at
    from partner_certifications where ${condition} order by lower(held) desc, id`.execute(tx);
  return rows;
}

/** The highest level held at a moment. */
export async function certificationAt(tx: PartnersTx, partnerId: string, at: Date): Promise<CertificationLevel | null> {
  const { rows } = await sql<{ level: CertificationLevel }>`
    select level from partner_certifications where partner_id = ${partnerId} and held @> ${at}::timestamptz
    order by array_position(array['bronze', 'silver', 'gold', 'platinum'], level) desc limit 1`.execute(tx);
  return rows[0]?.level ?? null;
}

export async function insertContractPlan(tx: PartnersTx, row: ContractPlanRow): Promise<void> {
  await sql`
    insert into partner_contract_plans (id, partner_id, plan_version_id, valid, reason, recorded_by, recorded_at)
    values (${row.id}, ${row.partnerId}, ${row.planVersionId}, tstzrange(${row.from}, ${row.until}), ${row.reason}, ${row.recordedBy}, ${row.recordedAt})`.execute(
    tx,
  );
}

export async function listContractPlans(tx: PartnersTx, partnerId: string): Promise<ContractPlanRow[]> {
  const { rows } = await sql<ContractPlanRow>`
    select id, partner_id, plan_version_id, lower(valid) as "from", upper(valid) as until, reason, recorded_by, recorded_at
    from partner_contract_plans where partner_id = ${partnerId} order by lower(valid) desc`.execute(tx);
  return rows;
}

export async function contractPlanAt(tx: PartnersTx, partnerId: string, at: Date): Promise<string | null> {
  const { rows } = await sql<{ planVersionId: string }>`
    select plan_version_id from partner_contract_plans where partner_id = ${partnerId} and valid @> ${at}::timestamptz`.execute(
    tx,
  );
  return rows[0]?.planVersionId ?? null;
}

export async function insertTier(tx: PartnersTx, row: TierRow): Promise<void> {
  await tx.insertInto('partnerTiers').values(row).execute();
}

export async function findTier(tx: PartnersTx, partnerId: string, month: string): Promise<TierRow | null> {
  const row = await tx
    .selectFrom('partnerTiers')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .where('month', '=', month)
    .executeTakeFirst();
  return row ?? null;
}

export async function listTiers(tx: PartnersTx, partnerId: string): Promise<TierRow[]> {
  return await tx
    .selectFrom('partnerTiers')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .orderBy('month', 'desc')
    .limit(120)
    .execute();
}

export async function insertAward(tx: PartnersTx, row: AwardRow): Promise<void> {
  await tx.insertInto('partnerAwards').values(row).execute();
}

export async function listAwards(tx: PartnersTx, partnerId: string): Promise<AwardRow[]> {
  return await tx
    .selectFrom('partnerAwards')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .orderBy('givenOn', 'desc')
    .execute();
}

export async function namesOf(tx: PartnersTx, partnerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from partners where id = any (${[...partnerIds]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
