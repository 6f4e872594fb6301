import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { PartnerStatus, PartnersTables, SponsorshipRow } from '../partners.tables.ts';

type PartnersTx = Tx<PartnersTables>;

/** The database refuses circles, lines that are too long, two sponsors at once, and partners who sponsor themselves. */
export async function insertSponsorship(tx: PartnersTx, row: SponsorshipRow): Promise<void> {
  await sql`
    insert into sponsorships (id, partner_id, sponsor_id, valid, reason, recorded_by, recorded_at)
    values (${row.id}, ${row.partnerId}, ${row.sponsorId}, tstzrange(${row.from}, ${row.until}), ${row.reason}, ${row.recordedBy}, ${row.recordedAt})`.execute(
    tx,
  );
}

/** @returns the partner whose sponsorship it was; null when there is none that could end then */
export async function endSponsorship(
  tx: PartnersTx,
  id: string,
  end: { at: Date; by: string; reason: string },
): Promise<string | null> {
  const { rows } = await sql<{ partnerId: string }>`
    update sponsorships set valid = tstzrange(lower(valid), ${end.at}), ended_by = ${end.by}, ended_reason = ${end.reason}
    where id = ${id} and (upper(valid) is null or upper(valid) > ${end.at}::timestamptz) and lower(valid) <= ${end.at}::timestamptz
    returning partner_id`.execute(tx);
  return rows[0]?.partnerId ?? null;
}

export type NamedSponsorship = SponsorshipRow & { partnerName: string; sponsorName: string | null };

/** All sponsorships of a partner, as partner and as sponsor. Names only where the reader may see the other. */
export async function listSponsorships(tx: PartnersTx, partnerId: string): Promise<NamedSponsorship[]> {
  const { rows } = await sql<NamedSponsorship>`
    select s.id, s.partner_id, s.sponsor_id, lower(s.valid) as "from", upper(s.valid) as until, s.reason, s.recorded_by, s.recorded_at,
      s.ended_by, s.ended_reason, coalesce(p.name, '') as partner_name, q.name as sponsor_name
    from sponsorships s left join partners p on p.id = s.partner_id left join partners q on q.id = s.sponsor_id
    where (s.partner_id = ${partnerId} or s.sponsor_id = ${partnerId}) and not isempty(s.valid)
    order by lower(s.valid) desc, s.id limit 1000`.execute(tx);
  return rows;
}

export type Recruit = {
  id: string;
  name: string;
  kind: string;
  status: PartnerStatus;
  sponsorId: string;
  since: Date;
};

/** Those whom the acting person's partners brought in, as of a moment. */
export async function listRecruits(tx: PartnersTx, at: Date): Promise<Recruit[]> {
  return (await sql<Recruit>`select * from my_recruits(${at}::timestamptz)`.execute(tx)).rows;
}

/** The line above a partner at a moment, nearest first. */
export async function sponsorsAt(tx: PartnersTx, partnerId: string, at: Date, levels: number): Promise<string[]> {
  const { rows } = await sql<{ sponsorId: string }>`
    select sponsor_id from sponsors_at(${partnerId}::uuid, ${at}::timestamptz, ${levels}) order by level`.execute(tx);
  return rows.map(({ sponsorId }) => sponsorId);
}

export type Brought = { partnerId: string; sponsorId: string; since: Date };

/** Every partner that is active at a moment, with whoever brought it in; for rewards of recruiting. O(partners). */
export async function listBrought(tx: PartnersTx, at: Date): Promise<Brought[]> {
  const { rows } = await sql<Brought>`
    select s.partner_id, s.sponsor_id, lower(s.valid) as since from sponsorships s join partners p on p.id = s.partner_id
    where s.valid @> ${at}::timestamptz and p.status = 'active' order by s.partner_id`.execute(tx);
  return rows;
}

export type TreeRow = { id: string; name: string; kind: string; status: PartnerStatus; sponsorId: string | null };

/** The whole tree as of a moment, for the office: every partner with its sponsor then. */
export async function readTree(tx: PartnersTx, at: Date): Promise<TreeRow[]> {
  const { rows } = await sql<TreeRow>`
    select p.id, p.name, p.kind, p.status, s.sponsor_id from partners p
    left join sponsorships s on s.partner_id = p.id and s.valid @> ${at}::timestamptz
    where p.created_at <= ${at}::timestamptz order by lower(p.name), p.id`.execute(tx);
  return rows;
}
