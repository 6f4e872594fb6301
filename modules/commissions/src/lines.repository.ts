import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { NewLine, StandingLine } from './commission-lines.ts';

/** Many at once, as columns: one statement, whatever their number. */
export async function insertLines(tx: Tx, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  const column = <K extends keyof NewLine>(name: K) => lines.map((line) => line[name]);
  await sql`
    insert into commission_lines (sale_line_id, beneficiary_id, kind, level, ordinal, rule, currency, base_minor, rate_ppm, share_ppm, amount_minor, reason,
      plan_number, month, belongs_to, occurred_at, release_at, refund_id, ledger_tx_id, recorded_at)
    select * from unnest(${column('saleLineId')}::bigint[], ${column('beneficiaryId')}::uuid[], ${column('kind')}::text[], ${column('level')}::smallint[],
      ${column('ordinal')}::smallint[], ${column('rule')}::text[], ${column('currency')}::text[], ${column('baseMinor')}::bigint[], ${column('ratePpm')}::integer[],
      ${column('sharePpm')}::integer[], ${column('amountMinor')}::bigint[], ${column('reason')}::text[], ${column('planNumber')}::integer[], ${column('month')}::text[],
      ${column('belongsTo')}::text[], ${column('occurredAt')}::timestamptz[], ${column('releaseAt')}::timestamptz[], ${column('refundId')}::uuid[],
      ${column('ledgerTxId')}::bigint[], ${column('recordedAt')}::timestamptz[])`.execute(tx);
}

/** The lines of some sale lines, each with what was taken back of it. */
export async function listStandingLines(tx: Tx, saleLineIds: readonly bigint[]): Promise<StandingLine[]> {
  const found = await sql<StandingLine>`
    select l.id, l.sale_line_id, l.beneficiary_id, l.kind, l.level, l.rule, l.currency, l.base_minor, l.rate_ppm, l.share_ppm, l.amount_minor, l.reason, l.plan_number,
      l.release_at, l.ledger_tx_id, coalesce(r.minor, 0)::bigint as reversed_minor, coalesce(r.times, 0)::integer as reversals
    from commission_lines l
    left join lateral (select -sum(t.amount_minor) as minor, max(t.ordinal) as times from commission_lines t
      where t.sale_line_id = l.sale_line_id and t.kind = l.kind and t.level = l.level and t.beneficiary_id = l.beneficiary_id and t.ordinal > 0) r on true
    where l.sale_line_id = any (${saleLineIds}::bigint[]) and l.ordinal = 0 order by l.id`.execute(tx);
  return found.rows;
}

/**
 * The accounts of partners, made where there are none, held for `share` (lines are added: many at once) or `update` (they are released, claimed or taken back:
 * alone). Always in the same order, so that nobody waits in a circle.
 */
export async function holdAccounts(
  tx: Tx,
  accounts: readonly { partnerId: string; currency: string }[],
  hold: 'share' | 'update',
): Promise<PartnerAccount[]> {
  if (accounts.length === 0) return [];
  const partners = accounts.map(({ partnerId }) => partnerId);
  const currencies = accounts.map(({ currency }) => currency);
  await sql`insert into commission_accounts (partner_id, currency)
    select p, c from unnest(${partners}::uuid[], ${currencies}::text[]) as w (p, c)
    where not exists (select from commission_accounts a where a.partner_id = p and a.currency = c)
    order by 1, 2 on conflict do nothing`.execute(tx);
  const strength = hold === 'share' ? sql`for share of a` : sql`for update of a`;
  const found = await sql<PartnerAccount>`
    select a.partner_id, a.currency, a.released_through, a.claimed_through from commission_accounts a
    where (a.partner_id, a.currency) in (select * from unnest(${partners}::uuid[], ${currencies}::text[]))
    order by a.partner_id, a.currency ${strength}`.execute(tx);
  return found.rows;
}

export type PartnerAccount = { partnerId: string; currency: string; releasedThrough: Date; claimedThrough: Date };
