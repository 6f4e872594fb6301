import { reverseParts } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import type { NewLine, StandingLine } from '../commission-lines.ts';
import type { LedgerPort, Posting } from '../commissions.ports.ts';
import { groupBy } from '../group-by.ts';
import { holdAccounts, insertLines } from '../lines.repository.ts';
import type { PostingMonth } from '../months/posting-month.ts';
import type { PlanShelf } from '../plan-shelf.ts';
import { decideTakings } from '../take-back.ts';

/** A line with what is to be taken back of it, now that so much of its sale line is refunded. */
export type Reversal = { line: StandingLine; netMinor: bigint; refundedMinor: bigint; baseMinor: bigint };

export type ReversalContext = {
  /** Names the reversal: one posting for each transaction that it takes back. */
  key: string;
  refundId: string | null;
  reference: string;
  posting: PostingMonth;
  occurredAt: Date;
  now: Date;
};

/**
 * Takes lines back in proportion to what is refunded, each at its own frozen amount, on every level in this one transaction. Lines of which nothing more is due
 * are left alone.
 * @param reversals all lines of the sale lines, in the order in which they were accrued: parts of one amount are rounded together
 */
export async function reverseLines(
  tx: Tx,
  { ledger, shelf }: { ledger: LedgerPort; shelf: PlanShelf },
  reversals: readonly Reversal[],
  context: ReversalContext,
): Promise<void> {
  const due = [...groupBy(reversals, ({ line }) => amountOf(line)).values()]
    .flatMap((parts) => {
      const { line, netMinor, refundedMinor } = parts[0]!;
      const lines = parts.map((part) => part.line);
      const minors = reverseParts(shelf.byNumber(line.planNumber), lines, netMinor, refundedMinor);
      return parts.map((part, index) => ({ ...part, minor: minors[index]! }));
    })
    .filter(({ minor }) => minor !== 0n);
  if (due.length === 0) return;

  const wanted = new Map(due.map(({ line }) => [`${line.beneficiaryId} ${line.currency}`, line]));
  const accounts = await holdAccounts(
    tx,
    [...wanted.values()].map(({ beneficiaryId, currency }) => ({ partnerId: beneficiaryId, currency })),
    'update',
  );
  const taken = await decideTakings(
    tx,
    ledger,
    accounts,
    due.map(({ line, minor }) => ({ ...line, minor })),
  );

  const byTx = new Map<bigint, Posting>();
  due.forEach(({ line, minor }, index) => {
    const original = line.ledgerTxId!;
    const posting = byTx.get(original) ?? {
      key: `${context.key}:${original}`,
      kind: 'sale_reversed' as const,
      effectiveAt: context.posting.effectiveAt,
      reverses: original,
      reference: context.reference,
      entries: [],
    };
    const account = { ownerId: null, purpose: 'commission_expense' as const, currency: line.currency };
    posting.entries.push({ account, minor }, ...taken[index]!.entries);
    byTx.set(original, posting);
  });
  const postings = [...byTx.values()];
  const posted = await ledger.post(tx, postings);
  const txIds = new Map(postings.map(({ reverses }, index) => [reverses!, posted[index]!.txId]));

  await insertLines(
    tx,
    due.map(({ line, minor, baseMinor }, index): NewLine => {
      const { isStillOnHold } = taken[index]!;
      return {
        saleLineId: line.saleLineId,
        beneficiaryId: line.beneficiaryId,
        kind: line.kind,
        level: line.level,
        ordinal: line.reversals + 1,
        rule: line.rule,
        currency: line.currency,
        baseMinor: -baseMinor,
        ratePpm: line.ratePpm,
        sharePpm: line.sharePpm,
        amountMinor: -minor,
        reason: null,
        planNumber: line.planNumber,
        month: context.posting.month,
        belongsTo: context.posting.belongsTo,
        occurredAt: context.occurredAt,
        // On hold it leaves with its line, so that what is released is what is left of both.
        releaseAt: isStillOnHold ? line.releaseAt : null,
        refundId: context.refundId,
        ledgerTxId: txIds.get(line.ledgerTxId!)!,
        recordedAt: context.now,
      };
    }),
  );
}

/** Lines that are parts of one amount: what the close of a month added belongs to the line that it corrects. */
function amountOf({ saleLineId, beneficiaryId, kind, level }: StandingLine): string {
  const isSellers = kind === 'direct' || kind === 'true_up' || (kind === 'adjustment' && level === 0);
  const family = isSellers ? 'direct' : kind === 'adjustment' ? 'override' : kind;
  return `${saleLineId} ${beneficiaryId} ${family} ${level}`;
}
