import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { PartnersTables, TerritoryGrantRow, TerritoryRow, TerritoryWaiverRow } from '../partners.tables.ts';

type PartnersTx = Tx<PartnersTables>;
export type Territory = Omit<TerritoryRow, 'path'> & { path: string };

/** Path and spans are the database's; a place that is not below its parent violates `territories_order`. */
export async function insertTerritory(tx: PartnersTx, row: Omit<TerritoryRow, 'path'>): Promise<Territory> {
  const { rows } = await sql<Territory>`
    insert into territories (id, parent_id, kind, code, name_es, name_en, created_at)
    values (${row.id}, ${row.parentId}, ${row.kind}, ${row.code}, ${row.nameEs}, ${row.nameEn}, ${row.createdAt})
    returning id, parent_id, kind, code, name_es, name_en, path, created_at`.execute(tx);
  return rows[0]!;
}

export async function listTerritories(tx: PartnersTx): Promise<Territory[]> {
  const { rows } = await sql<Territory>`
    select id, parent_id, kind, code, name_es, name_en, path, created_at from territories order by path`.execute(tx);
  return rows;
}

export async function findTerritory(tx: PartnersTx, id: string): Promise<Territory | null> {
  const { rows } = await sql<Territory>`
    select id, parent_id, kind, code, name_es, name_en, path, created_at from territories where id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

/** What overlaps an exclusive grant violates `territory_grants_exclusive`. */
export async function insertGrant(tx: PartnersTx, row: Omit<TerritoryGrantRow, 'isWaived'>): Promise<void> {
  await sql`
    insert into territory_grants (id, partner_id, territory_id, product_line, is_exclusive, valid, reason, granted_by, granted_at)
    values (${row.id}, ${row.partnerId}, ${row.territoryId}, ${row.productLine}, ${row.isExclusive}, tstzrange(${row.from}, ${row.until}),
      ${row.reason}, ${row.grantedBy}, ${row.grantedAt})`.execute(tx);
}

export async function endGrant(
  tx: PartnersTx,
  id: string,
  end: { at: Date; by: string; reason: string },
): Promise<string | null> {
  const { rows } = await sql<{ partnerId: string }>`
    update territory_grants
    set valid = tstzrange(lower(valid), greatest(lower(valid), ${end.at}::timestamptz)), ended_by = ${end.by}, ended_reason = ${end.reason}
    where id = ${id} and (upper(valid) is null or upper(valid) > ${end.at}::timestamptz)
    returning partner_id`.execute(tx);
  return rows[0]?.partnerId ?? null;
}

export async function findGrant(
  tx: PartnersTx,
  id: string,
): Promise<{ partnerId: string; isExclusive: boolean } | null> {
  const { rows } = await sql<{ partnerId: string; isExclusive: boolean }>`
    select partner_id, is_exclusive from territory_grants where id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

export type NamedGrant = TerritoryGrantRow & {
  partnerName: string;
  path: string;
  nameEs: string;
  nameEn: string;
  waivers: number;
};

export async function listGrants(
  tx: PartnersTx,
  filter: { partnerId?: string; territoryId?: string },
): Promise<NamedGrant[]> {
  const { rows } = await sql<NamedGrant>`
    select g.id, g.partner_id, g.territory_id, g.product_line, g.is_exclusive, g.is_waived, lower(g.valid) as "from", upper(g.valid) as until,
      g.reason, g.granted_by, g.granted_at, g.ended_by, g.ended_reason, coalesce(p.name, '') as partner_name, t.path, t.name_es, t.name_en,
      (select count(*)::integer from territory_waivers w where w.grant_id = g.id) as waivers
    from territory_grants g join territories t on t.id = g.territory_id left join partners p on p.id = g.partner_id
    where (${filter.partnerId ?? null}::uuid is null or g.partner_id = ${filter.partnerId ?? null})
      and (${filter.territoryId ?? null}::uuid is null or g.territory_id = ${filter.territoryId ?? null})
      and not isempty(g.valid)
    order by t.path, lower(g.valid) desc limit 2000`.execute(tx);
  return rows;
}

export async function insertWaiver(tx: PartnersTx, row: TerritoryWaiverRow): Promise<void> {
  await tx.insertInto('territoryWaivers').values(row).execute();
}

export type Place = { path: string; segment: string; productLine: string };

/** Who alone may sell there; null when nobody does. */
export async function exclusiveHolder(
  tx: PartnersTx,
  { path, segment, productLine }: Place,
  at: Date,
): Promise<string | null> {
  const { rows } = await sql<{ holder: string | null }>`
    select exclusive_holder(${path}, ${segment}, ${productLine}, ${at}::timestamptz) as holder`.execute(tx);
  return rows[0]!.holder;
}

export async function isLetIn(tx: PartnersTx, partnerId: string, place: Place, at: Date): Promise<boolean> {
  const { path, segment, productLine } = place;
  const { rows } = await sql<{ isIn: boolean }>`
    select is_let_in(${partnerId}::uuid, ${path}, ${segment}, ${productLine}, ${at}::timestamptz) as is_in`.execute(tx);
  return rows[0]!.isIn;
}

/** The widest grant that a partner holds at a moment, for whoever asks where a sale belongs. */
export async function territoryAt(
  tx: PartnersTx,
  partnerId: string,
  at: Date,
): Promise<{ territoryId: string; path: string; isExclusive: boolean } | null> {
  const { rows } = await sql<{ territoryId: string; path: string; isExclusive: boolean }>`
    select g.territory_id, t.path, g.is_exclusive from territory_grants g join territories t on t.id = g.territory_id
    where g.partner_id = ${partnerId} and g.valid @> ${at}::timestamptz
    order by g.is_exclusive desc, length(t.path), t.path limit 1`.execute(tx);
  return rows[0] ?? null;
}
