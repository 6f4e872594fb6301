import { asJson } from '../licences.parts.ts';
import type { ActivationRow, LicencesTx, ReceiptRow } from '../licences.tables.ts';

export async function insertActivation(tx: LicencesTx, row: ActivationRow): Promise<void> {
  await tx
    .insertInto('activations')
    .values({ ...row, fingerprint: asJson(row.fingerprint) })
    .execute();
}

export async function findActivation(tx: LicencesTx, activationId: string): Promise<ActivationRow | null> {
  return (await tx.selectFrom('activations').selectAll().where('id', '=', activationId).executeTakeFirst()) ?? null;
}

export async function findByNonce(tx: LicencesTx, nonce: string): Promise<ActivationRow | null> {
  return (await tx.selectFrom('activations').selectAll().where('nonce', '=', nonce).executeTakeFirst()) ?? null;
}

/** In the order of their numbers. */
export async function listActivations(tx: LicencesTx, licenceId: string): Promise<ActivationRow[]> {
  return await tx.selectFrom('activations').selectAll().where('licenceId', '=', licenceId).orderBy('seq').execute();
}

export async function updateActivation(
  tx: LicencesTx,
  activationId: string,
  change: Partial<Pick<ActivationRow, 'state' | 'endReason' | 'endedAt' | 'cloneSince'>>,
): Promise<void> {
  await tx.updateTable('activations').set(change).where('id', '=', activationId).execute();
}

export async function insertReceipt(tx: LicencesTx, row: ReceiptRow): Promise<void> {
  await tx
    .insertInto('deactivationReceipts')
    .values({ ...row, counters: asJson(row.counters) })
    .execute();
}

export async function listReceipts(tx: LicencesTx, licenceId: string): Promise<ReceiptRow[]> {
  return await tx.selectFrom('deactivationReceipts').selectAll().where('licenceId', '=', licenceId).execute();
}
