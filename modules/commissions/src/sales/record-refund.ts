import type { Tx } from '@nexus/db';
import { newId } from '@nexus/kernel';
import { RefundDiffersError, RefundExceedsError, SaleInvalidError, SaleNotFoundError } from '../commissions.errors.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import { listStandingLines } from '../lines.repository.ts';
import { openPostingMonths } from '../months/posting-month.ts';
import { openPlanShelf } from '../plan-shelf.ts';
import { reverseLines } from './reverse-lines.ts';
import { eventHash, type RefundEvent } from './sale-event.ts';
import * as repository from './sales.repository.ts';

export type RecordRefund = (
  tx: Tx,
  refund: RefundEvent,
  recordedBy: string | null,
) => Promise<{ externalId: string; isNew: boolean; isFull: boolean }>;

/**
 * Records a refund and takes back its part of every line of the sale, on every level, in the caller's transaction. What is on hold is taken from there, what is
 * payable from there, what is paid becomes a claim on the partner. The same refund again changes nothing.
 */
export function createRecordRefund(parts: CommissionsDependencies): RecordRefund {
  const { ledger, calendar, clock } = parts;

  return async function recordRefund(tx, refund, recordedBy) {
    const requestHash = eventHash(refund);
    const known = await findKnown(tx, refund, requestHash);
    if (known) return known;
    const sale = await repository.findSale(tx, refund.saleExternalId);
    if (sale === null) throw new SaleNotFoundError();
    if (refund.occurredAt < sale.paidAt)
      throw new SaleInvalidError('A refund is not before its payment.', [{ path: 'occurredAt', message: 'too early' }]);

    const postingOf = await openPostingMonths(tx, calendar, [refund.occurredAt, sale.paidAt]);
    await repository.holdPartnerMonth(tx, sale.partnerId, sale.month);
    const lines = await repository.listRefundableLines(tx, sale.id);
    const amounts = amountsOf(refund, lines);
    const isFull = lines.every(
      ({ id, netMinor, refundedMinor }) => refundedMinor + (amounts.get(id) ?? 0n) === netMinor,
    );
    const refundId = newId();
    const isNew = await repository.insertRefund(tx, {
      id: refundId,
      externalId: refund.externalId,
      requestHash,
      saleId: sale.id,
      occurredAt: refund.occurredAt,
      isFull,
      recordedAt: clock.now(),
      recordedBy,
    });
    if (!isNew) return (await findKnown(tx, refund, requestHash))!;
    if (amounts.size === 0) throw new RefundExceedsError();
    await repository.insertRefundLines(
      tx,
      refundId,
      [...amounts].map(([saleLineId, minor]) => ({ saleLineId, minor })),
    );
    const isWithinMonth =
      calendar.monthOf(refund.occurredAt) === sale.month && postingOf(sale.paidAt).belongsTo === null;
    if (isFull && sale.isCounted && isWithinMonth) await repository.uncountSale(tx, sale.partnerId, sale.month);

    const shelf = await openPlanShelf(tx);
    const byId = new Map(lines.map((line) => [line.id, line]));
    const standing = await listStandingLines(tx, [...amounts.keys()]);
    await reverseLines(
      tx,
      { ledger, shelf },
      standing.map((line) => {
        const { netMinor, refundedMinor } = byId.get(line.saleLineId)!;
        const minor = amounts.get(line.saleLineId)!;
        return { line, netMinor, refundedMinor: refundedMinor + minor, baseMinor: minor };
      }),
      {
        key: `refund:${refund.externalId}`,
        refundId,
        reference: refund.externalId,
        posting: pointingBack(postingOf(refund.occurredAt), calendar.monthOf(sale.paidAt)),
        occurredAt: refund.occurredAt,
        now: clock.now(),
      },
    );
    return { externalId: refund.externalId, isNew: true, isFull };
  };

  async function findKnown(tx: Tx, refund: RefundEvent, requestHash: Buffer) {
    const known = await repository.findRefundHash(tx, refund.externalId);
    if (known === null) return null;
    if (!known.requestHash.equals(requestHash)) throw new RefundDiffersError(refund.externalId);
    return { externalId: refund.externalId, isNew: false, isFull: known.isFull };
  }
}

/** A refund belongs to the month of its sale: where that is another one, the line points there. */
function pointingBack<P extends { month: string }>(posting: P, saleMonth: string): P & { belongsTo: string | null } {
  return { ...posting, belongsTo: posting.month === saleMonth ? null : saleMonth };
}

/** Net amounts to refund, by sale line. */
function amountsOf(
  refund: RefundEvent,
  lines: readonly { id: bigint; ordinal: number; netMinor: bigint; refundedMinor: bigint }[],
): Map<bigint, bigint> {
  if (refund.lines === 'all') {
    const left = lines.map(({ id, netMinor, refundedMinor }) => [id, netMinor - refundedMinor] as const);
    return new Map(left.filter(([, minor]) => minor > 0n));
  }
  const amounts = new Map<bigint, bigint>();
  for (const { line: ordinal, netMinor } of refund.lines) {
    const line = lines.find((one) => one.ordinal === ordinal);
    if (line === undefined || amounts.has(line.id) || netMinor <= 0n)
      throw new SaleInvalidError('A refund names lines of the sale, each once, with an amount above zero.', [
        { path: 'lines', message: `line ${ordinal}` },
      ]);
    if (line.refundedMinor + netMinor > line.netMinor) throw new RefundExceedsError();
    amounts.set(line.id, netMinor);
  }
  return amounts;
}
