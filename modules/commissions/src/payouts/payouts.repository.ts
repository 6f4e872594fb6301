import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type PayoutState = 'draft' | 'approved' | 'submitted' | 'paid' | 'failed' | 'cancelled';
export type PayoutMethod = 'iban' | 'local_account' | 'manual';

export type BatchRow = {
  id: string;
  currency: string;
  state: 'draft' | 'approved' | 'cancelled';
  preparedBy: string;
  preparedAt: Date;
  approvedBy: string | null;
  approvedAt: Date | null;
};

export type PayoutRow = {
  id: string;
  batchId: string;
  partnerId: string;
  currency: string;
  amountMinor: bigint;
  settleCurrency: string;
  settleMinor: bigint;
  rateId: string | null;
  method: PayoutMethod;
  state: PayoutState;
  claimedFrom: Date;
  claimedThrough: Date;
  claimTxId: bigint;
  endToEndId: string;
  reference: string | null;
  failureReason: string | null;
  settledAt: Date | null;
  version: number;
};

export type HoldReason = 'below_minimum' | 'no_bank_details' | 'bank_details_changed' | 'no_exchange_rate';
export type HoldRow = { partnerId: string; amountMinor: bigint; reason: HoldReason; until: Date | null };

const payoutColumns = sql`id, batch_id, partner_id, currency, amount_minor, settle_currency, settle_minor, rate_id, method, state, claimed_from, claimed_through, claim_tx_id,
  end_to_end_id, reference, failure_reason, settled_at, version`;

export type PayableAccount = { partnerId: string; releasedThrough: Date; claimedThrough: Date };

/** Every account in a currency from which something was released that is in no payout, held, in the order of partners. */
export async function takePayableAccounts(tx: Tx, currency: string): Promise<PayableAccount[]> {
  const found = await sql<PayableAccount>`
    select a.partner_id, a.released_through, a.claimed_through from commission_accounts a
    where a.currency = ${currency}
      and not exists (select from payouts p where p.partner_id = a.partner_id and p.currency = a.currency and p.state in ('draft', 'approved', 'submitted'))
    order by a.partner_id for update`.execute(tx);
  // Waited for somebody who was preparing too: what they took is theirs.
  const live = await sql<{
    partnerId: string;
  }>`select partner_id from payouts where currency = ${currency} and state in ('draft', 'approved', 'submitted')`.execute(
    tx,
  );
  const taken = new Set(live.rows.map(({ partnerId }) => partnerId));
  return found.rows.filter(({ partnerId }) => !taken.has(partnerId));
}

export async function insertBatch(
  tx: Tx,
  batch: { id: string; currency: string; preparedBy: string; preparedAt: Date },
): Promise<void> {
  await sql`insert into payout_batches (id, currency, prepared_by, prepared_at) values (${batch.id}, ${batch.currency}, ${batch.preparedBy}, ${batch.preparedAt})`.execute(
    tx,
  );
}

export type NewPayout = Omit<PayoutRow, 'state' | 'reference' | 'failureReason' | 'settledAt' | 'version'>;

export async function insertPayouts(tx: Tx, payouts: readonly NewPayout[]): Promise<void> {
  const column = <K extends keyof NewPayout>(name: K) => payouts.map((payout) => payout[name]);
  await sql`insert into payouts (id, batch_id, partner_id, currency, amount_minor, settle_currency, settle_minor, rate_id, method, claimed_from, claimed_through, claim_tx_id, end_to_end_id)
    select * from unnest(${column('id')}::uuid[], ${column('batchId')}::uuid[], ${column('partnerId')}::uuid[], ${column('currency')}::text[],
      ${column('amountMinor')}::bigint[], ${column('settleCurrency')}::text[], ${column('settleMinor')}::bigint[], ${column('rateId')}::uuid[],
      ${column('method')}::text[], ${column('claimedFrom')}::timestamptz[], ${column('claimedThrough')}::timestamptz[], ${column('claimTxId')}::bigint[],
      ${column('endToEndId')}::text[])`.execute(tx);
}

export async function insertHolds(tx: Tx, batchId: string, holds: readonly HoldRow[]): Promise<void> {
  if (holds.length === 0) return;
  await sql`insert into payout_holds (batch_id, partner_id, amount_minor, reason, until)
    select ${batchId}, p, a, r, u from unnest(${holds.map(({ partnerId }) => partnerId)}::uuid[], ${holds.map(({ amountMinor }) => amountMinor)}::bigint[],
      ${holds.map(({ reason }) => reason)}::text[], ${holds.map(({ until }) => until)}::timestamptz[]) as w (p, a, r, u)`.execute(
    tx,
  );
}

/** Marks what was released as being in a payout, for those that were claimed. */
export async function moveClaims(tx: Tx, currency: string, partnerIds: readonly string[]): Promise<void> {
  await sql`update commission_accounts set claimed_through = released_through where currency = ${currency} and partner_id = any (${partnerIds}::uuid[])`.execute(
    tx,
  );
}

export async function moveClaimBack(
  tx: Tx,
  payout: Pick<PayoutRow, 'partnerId' | 'currency' | 'claimedFrom'>,
): Promise<void> {
  await sql`update commission_accounts set claimed_through = ${payout.claimedFrom} where partner_id = ${payout.partnerId} and currency = ${payout.currency}`.execute(
    tx,
  );
}

export async function findBatch(tx: Tx, id: string): Promise<BatchRow | null> {
  const found = sql<BatchRow>`select id, currency, state, prepared_by, prepared_at, approved_by, approved_at from payout_batches where id = ${id}`;
  return (await found.execute(tx)).rows[0] ?? null;
}

export async function listBatches(tx: Tx, limit: number): Promise<BatchRow[]> {
  const found = sql<BatchRow>`select id, currency, state, prepared_by, prepared_at, approved_by, approved_at from payout_batches order by id desc limit ${limit}`;
  return (await found.execute(tx)).rows;
}

export async function listPayouts(tx: Tx, batchId: string): Promise<PayoutRow[]> {
  return (
    await sql<PayoutRow>`select ${payoutColumns} from payouts where batch_id = ${batchId} order by id`.execute(tx)
  ).rows;
}

export async function listPayoutsOf(tx: Tx, partnerId: string, limit: number): Promise<PayoutRow[]> {
  const found = sql<PayoutRow>`select ${payoutColumns} from payouts where partner_id = ${partnerId} order by id desc limit ${limit}`;
  return (await found.execute(tx)).rows;
}

export async function listHolds(tx: Tx, batchId: string): Promise<HoldRow[]> {
  const found = sql<HoldRow>`select partner_id, amount_minor, reason, until from payout_holds where batch_id = ${batchId} order by partner_id`;
  return (await found.execute(tx)).rows;
}

export async function findPayout(tx: Tx, id: string): Promise<PayoutRow | null> {
  return (await sql<PayoutRow>`select ${payoutColumns} from payouts where id = ${id}`.execute(tx)).rows[0] ?? null;
}

/** By one who is not the preparer; the database refuses the same person too. Of several at once exactly one moves it. */
export async function approveBatch(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const result =
    await sql`update payout_batches set state = 'approved', approved_by = ${by}, approved_at = ${at} where id = ${id} and state = 'draft'`.execute(
      tx,
    );
  if (result.numAffectedRows !== 1n) return false;
  await sql`update payouts set state = 'approved', version = version + 1 where batch_id = ${id} and state = 'draft'`.execute(
    tx,
  );
  return true;
}

export async function cancelBatch(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const result =
    await sql`update payout_batches set state = 'cancelled', cancelled_by = ${by}, cancelled_at = ${at} where id = ${id} and state = 'draft'`.execute(
      tx,
    );
  if (result.numAffectedRows !== 1n) return false;
  await sql`update payouts set state = 'cancelled', version = version + 1 where batch_id = ${id} and state = 'draft'`.execute(
    tx,
  );
  return true;
}

/** Those of a method that were not sent yet are sent with this file. */
export async function submitPayouts(tx: Tx, batchId: string, method: PayoutMethod): Promise<number> {
  const result =
    await sql`update payouts set state = 'submitted', version = version + 1 where batch_id = ${batchId} and method = ${method} and state = 'approved'`.execute(
      tx,
    );
  return Number(result.numAffectedRows ?? 0n);
}

/** Conditional on the state: of several at once exactly one settles it. */
export async function settlePayout(
  tx: Tx,
  id: string,
  settled: {
    state: 'paid' | 'failed';
    reference: string | null;
    proofSha256: Buffer | null;
    failureReason: string | null;
    by: string;
    at: Date;
  },
): Promise<PayoutRow | null> {
  const found = await sql<PayoutRow>`
    update payouts set state = ${settled.state}, reference = ${settled.reference}, proof_sha256 = ${settled.proofSha256}, failure_reason = ${settled.failureReason},
      settled_by = ${settled.by}, settled_at = ${settled.at}, version = version + 1
    where id = ${id} and state in ('approved', 'submitted') returning ${payoutColumns}`.execute(tx);
  return found.rows[0] ?? null;
}

export async function insertWriteOff(
  tx: Tx,
  row: {
    id: string;
    partnerId: string;
    currency: string;
    amountMinor: bigint;
    reason: string;
    requestedBy: string;
    requestedAt: Date;
  },
): Promise<void> {
  await sql`insert into clawback_write_offs (id, partner_id, currency, amount_minor, reason, requested_by, requested_at)
    values (${row.id}, ${row.partnerId}, ${row.currency}, ${row.amountMinor}, ${row.reason}, ${row.requestedBy}, ${row.requestedAt})`.execute(
    tx,
  );
}

export type WriteOffRow = {
  id: string;
  partnerId: string;
  currency: string;
  amountMinor: bigint;
  reason: string;
  requestedBy: string;
};

/** Held, so that it is approved once. */
export async function takeWriteOff(tx: Tx, id: string): Promise<WriteOffRow | null> {
  const found = sql<WriteOffRow>`select id, partner_id, currency, amount_minor, reason, requested_by from clawback_write_offs
    where id = ${id} and approved_by is null for update`;
  return (await found.execute(tx)).rows[0] ?? null;
}

export async function approveWriteOff(tx: Tx, id: string, by: string, at: Date, ledgerTxId: bigint): Promise<void> {
  await sql`update clawback_write_offs set approved_by = ${by}, approved_at = ${at}, ledger_tx_id = ${ledgerTxId} where id = ${id}`.execute(
    tx,
  );
}

export async function listWriteOffs(tx: Tx, limit: number): Promise<(WriteOffRow & { approvedBy: string | null })[]> {
  const found = sql<
    WriteOffRow & { approvedBy: string | null }
  >`select id, partner_id, currency, amount_minor, reason, requested_by, approved_by
    from clawback_write_offs order by id desc limit ${limit}`;
  return (await found.execute(tx)).rows;
}
