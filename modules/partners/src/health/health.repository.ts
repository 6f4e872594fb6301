import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { PartnersTables } from '../partners.tables.ts';
import type { HealthPartner } from './network-health.ts';

/** Every partner with the moment from which it has had its present state. */
export async function listForHealth(tx: Tx<PartnersTables>): Promise<HealthPartner[]> {
  const { rows } = await sql<HealthPartner>`
    select p.id, p.name, p.status, coalesce(max(c.since), p.created_at) as since
    from partners p left join partner_status_changes c on c.partner_id = p.id
    group by p.id order by p.id`.execute(tx);
  return rows;
}
