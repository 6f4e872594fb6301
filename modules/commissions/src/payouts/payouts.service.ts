import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import {
  BatchMovedOnError,
  BatchNotFoundError,
  ExportImpossibleError,
  PayoutMovedOnError,
  PayoutNotFoundError,
  ProofMissingError,
  SamePersonError,
  WriteOffNotFoundError,
} from '../commissions.errors.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import { holdAccounts } from '../lines.repository.ts';
import { findRate } from '../rates.repository.ts';
import { bankTransferCsv } from './bank-transfer-csv.ts';
import * as repository from './payouts.repository.ts';
import { claimEntries, createPrepareBatch } from './prepare-batch.ts';
import { sepaFile } from './sepa-file.ts';
import type { TransferOut } from './transfer.ts';

export type Batch = repository.BatchRow & { payouts: repository.PayoutRow[]; holds: repository.HoldRow[] };

export type PayoutsService = ReturnType<typeof createPayoutsService>;

/** Everything here is done in a transaction of somebody whose right to handle money was checked. */
export function createPayoutsService(parts: CommissionsDependencies) {
  const { ledger, clock, audit } = parts;
  const prepareBatch = createPrepareBatch(parts);

  async function getBatch(tx: Tx, batchId: string): Promise<Batch> {
    const batch = await repository.findBatch(tx, batchId);
    if (batch === null) throw new BatchNotFoundError();
    const payouts = await repository.listPayouts(tx, batchId);
    return { ...batch, payouts, holds: await repository.listHolds(tx, batchId) };
  }

  async function prepare(tx: Tx, actor: PersonActor, currency: string): Promise<Batch> {
    return await getBatch(tx, await prepareBatch(tx, actor, currency));
  }

  async function approve(tx: Tx, actor: PersonActor, batchId: string): Promise<Batch> {
    const batch = await getBatch(tx, batchId);
    if (batch.preparedBy === actor.personId) throw new SamePersonError();
    if (!(await repository.approveBatch(tx, batchId, actor.personId, clock.now()))) throw new BatchMovedOnError();
    await record(tx, actor, 'payout_batch.approved', batchId);
    return await getBatch(tx, batchId);
  }

  /** A draft that nobody approves: the money goes back to where it was. */
  async function cancel(tx: Tx, actor: PersonActor, batchId: string): Promise<Batch> {
    const batch = await getBatch(tx, batchId);
    if (!(await repository.cancelBatch(tx, batchId, actor.personId, clock.now()))) throw new BatchMovedOnError();
    await giveBack(tx, batch.payouts);
    await record(tx, actor, 'payout_batch.cancelled', batchId);
    return await getBatch(tx, batchId);
  }

  /** The file for a bank. The first one marks what is in it as sent; the same batch always gives the same file. */
  async function exportBatch(
    tx: Tx,
    actor: PersonActor,
    batchId: string,
    format: 'pain.001' | 'csv',
  ): Promise<{ content: string; sent: number }> {
    const batch = await getBatch(tx, batchId);
    if (batch.state !== 'approved') throw new BatchMovedOnError();
    const method = format === 'pain.001' ? 'iban' : 'local_account';
    const wanted = batch.payouts.filter((payout) => payout.method === method && !isOver(payout));
    if (wanted.length === 0) throw new ExportImpossibleError('No payout of this batch goes out this way.');
    const transfers = await transfersOf(tx, wanted);
    const content =
      format === 'pain.001'
        ? sepaFile({ batchId, createdAt: batch.approvedAt!, payer: parts.payer, transfers })
        : bankTransferCsv(transfers);
    const sent = await repository.submitPayouts(tx, batchId, method);
    await record(tx, actor, 'payout_batch.exported', batchId, { format, payouts: wanted.length });
    return { content, sent };
  }

  async function transfersOf(tx: Tx, payouts: readonly repository.PayoutRow[]): Promise<TransferOut[]> {
    const names = await parts.organisations.namesOf(
      tx,
      payouts.map(({ partnerId }) => partnerId),
    );
    return await Promise.all(
      payouts.map(async (payout) => {
        const details = await parts.bank.bankDetailsForPayout(tx, payout.partnerId, clock.now());
        if (details.state !== 'usable' || details.account.method !== payout.method)
          throw new ExportImpossibleError(
            `The bank details of ${names.get(payout.partnerId) ?? 'a partner'} changed since the batch was prepared. Mark its payout as failed, and it comes with the next batch.`,
          );
        const rate = payout.rateId === null ? null : await findRate(tx, payout.rateId);
        return { payout, account: details.account, partnerName: names.get(payout.partnerId) ?? '', rate };
      }),
    );
  }

  async function markPaid(
    tx: Tx,
    actor: PersonActor,
    payoutId: string,
    proof: { reference: string | null; proofSha256: Buffer | null },
  ): Promise<repository.PayoutRow> {
    const payout = await getPayout(tx, payoutId);
    if (payout.method === 'manual' && (proof.reference === null || proof.proofSha256 === null))
      throw new ProofMissingError();
    const paid = await repository.settlePayout(tx, payoutId, {
      state: 'paid',
      ...proof,
      failureReason: null,
      by: actor.personId,
      at: clock.now(),
    });
    if (paid === null) throw new PayoutMovedOnError();
    const { partnerId, settleCurrency: currency, settleMinor: minor } = paid;
    await ledger.post(tx, [
      {
        key: `payout:${payoutId}:paid`,
        kind: 'payout_paid',
        effectiveAt: clock.now(),
        reference: proof.reference ?? payoutId,
        entries: [
          { account: { ownerId: partnerId, purpose: 'in_payout', currency }, minor: -minor },
          { account: { ownerId: null, purpose: 'payout_wash', currency }, minor },
        ],
      },
    ]);
    await recordPayout(tx, actor, 'payout.paid', payoutId);
    return paid;
  }

  /** The bank sent it back: payable again, at the rate that it left with. */
  async function markFailed(
    tx: Tx,
    actor: PersonActor,
    payoutId: string,
    reason: string,
  ): Promise<repository.PayoutRow> {
    await getPayout(tx, payoutId);
    const failed = await repository.settlePayout(tx, payoutId, {
      state: 'failed',
      reference: null,
      proofSha256: null,
      failureReason: reason,
      by: actor.personId,
      at: clock.now(),
    });
    if (failed === null) throw new PayoutMovedOnError();
    await giveBack(tx, [failed]);
    await recordPayout(tx, actor, 'payout.failed', payoutId, reason);
    return failed;
  }

  async function giveBack(tx: Tx, payouts: readonly repository.PayoutRow[]): Promise<void> {
    await holdAccounts(tx, payouts, 'update');
    for (const payout of payouts) await repository.moveClaimBack(tx, payout);
    await ledger.post(
      tx,
      payouts.map((payout) => ({
        key: `payout:${payout.id}:returned`,
        kind: 'payout_returned' as const,
        effectiveAt: clock.now(),
        reference: payout.id,
        reverses: payout.claimTxId,
        entries: claimEntries(
          payout.partnerId,
          { minor: payout.amountMinor, currency: payout.currency },
          { minor: payout.settleMinor, currency: payout.settleCurrency },
          -1n,
        ),
      })),
    );
  }

  async function requestWriteOff(
    tx: Tx,
    actor: PersonActor,
    input: { partnerId: string; currency: string; amountMinor: bigint; reason: string },
  ): Promise<string> {
    const id = newId();
    const now = clock.now();
    await repository.insertWriteOff(tx, { id, ...input, requestedBy: actor.personId, requestedAt: now });
    await audit.record(tx, {
      actor,
      action: 'clawback.write_off_requested',
      outcome: 'success',
      objects: [{ kind: 'organisation', id: input.partnerId }],
      reason: input.reason,
    });
    return id;
  }

  /** By somebody else than who asked. Never more than is owed: the ledger's ceiling sees to that. */
  async function approveWriteOff(tx: Tx, actor: PersonActor, id: string): Promise<void> {
    const request = await repository.takeWriteOff(tx, id);
    if (request === null) throw new WriteOffNotFoundError();
    if (request.requestedBy === actor.personId) throw new SamePersonError();
    const { partnerId, currency, amountMinor } = request;
    const [posted] = await ledger.post(tx, [
      {
        key: `write-off:${id}`,
        kind: 'clawback_written_off',
        effectiveAt: clock.now(),
        reference: id,
        entries: [
          { account: { ownerId: null, purpose: 'writeoff', currency }, minor: -amountMinor },
          { account: { ownerId: partnerId, purpose: 'clawback_receivable', currency }, minor: amountMinor },
        ],
      },
    ]);
    await repository.approveWriteOff(tx, id, actor.personId, clock.now(), posted!.txId);
    await audit.record(tx, {
      actor,
      action: 'clawback.written_off',
      outcome: 'success',
      objects: [{ kind: 'organisation', id: partnerId }],
      reason: request.reason,
    });
  }

  async function getPayout(tx: Tx, payoutId: string): Promise<repository.PayoutRow> {
    const payout = await repository.findPayout(tx, payoutId);
    if (payout === null) throw new PayoutNotFoundError();
    return payout;
  }

  async function record(
    tx: Tx,
    actor: PersonActor,
    action: 'payout_batch.approved' | 'payout_batch.cancelled' | 'payout_batch.exported',
    batchId: string,
    details: Record<string, string | number | boolean | null> = {},
  ): Promise<void> {
    const objects = [{ kind: 'payout_batch', id: batchId }];
    await audit.record(tx, { actor, action, outcome: 'success', objects, details });
  }

  async function recordPayout(
    tx: Tx,
    actor: PersonActor,
    action: 'payout.paid' | 'payout.failed',
    payoutId: string,
    reason?: string,
  ): Promise<void> {
    const objects = [{ kind: 'payout', id: payoutId }];
    await audit.record(tx, { actor, action, outcome: 'success', objects, ...(reason === undefined ? {} : { reason }) });
  }

  return {
    prepare,
    approve,
    cancel,
    exportBatch,
    markPaid,
    markFailed,
    requestWriteOff,
    approveWriteOff,
    getBatch,
    listBatches: (tx: Tx) => repository.listBatches(tx, 200),
    listWriteOffs: (tx: Tx) => repository.listWriteOffs(tx, 200),
    listPayoutsOf: (tx: Tx, partnerId: string) => repository.listPayoutsOf(tx, partnerId, 200),
  };
}

function isOver({ state }: repository.PayoutRow): boolean {
  return state === 'failed' || state === 'cancelled' || state === 'paid';
}
