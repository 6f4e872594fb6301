import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { BankDetailsRow, PartnersTables } from '../partners.tables.ts';

type PartnersTx = Tx<PartnersTables>;

/** Two people who change them at once: the second violates `partner_bank_details_current`. */
export async function insertBankDetails(tx: PartnersTx, row: BankDetailsRow): Promise<void> {
  await tx.insertInto('partnerBankDetails').values(row).execute();
}

/** Takes the current row out of use. @returns its fingerprint; null when there is none */
export async function replaceCurrent(tx: PartnersTx, partnerId: string, at: Date): Promise<Buffer | null> {
  const { rows } = await sql<{ fingerprint: Buffer }>`
    update partner_bank_details set replaced_at = ${at} where partner_id = ${partnerId} and replaced_at is null
    returning fingerprint`.execute(tx);
  return rows[0]?.fingerprint ?? null;
}

/** The details that were current at a moment. */
export async function bankDetailsAt(tx: PartnersTx, partnerId: string, at: Date): Promise<BankDetailsRow | null> {
  const row = await tx
    .selectFrom('partnerBankDetails')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .where('recordedAt', '<=', at)
    .where((where) => where.or([where('replacedAt', 'is', null), where('replacedAt', '>', at)]))
    .orderBy('recordedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function listBankDetails(tx: PartnersTx, partnerId: string): Promise<BankDetailsRow[]> {
  return await tx
    .selectFrom('partnerBankDetails')
    .selectAll()
    .where('partnerId', '=', partnerId)
    .orderBy('recordedAt', 'desc')
    .limit(100)
    .execute();
}
