import { createHash } from 'node:crypto';
import type { BusinessCalendar } from '@nexus/kernel';
import { addMonths } from '@nexus/kernel';

/** Accounts that somebody owns, and those of the network itself. The database has the same list, with their bounds. */
export type OwnedPurpose = 'accrued' | 'payable' | 'in_payout' | 'clawback_receivable' | 'knowledge_credit';
export type NetworkPurpose =
  | 'commission_expense'
  | 'payout_wash'
  | 'tax_withheld'
  | 'deferred_revenue'
  | 'fx_brokerage'
  | 'consignment_inventory'
  | 'knowledge_pool'
  | 'writeoff';

export type AccountRef =
  | { ownerId: string; purpose: OwnedPurpose; currency: string }
  | { ownerId: null; purpose: NetworkPurpose; currency: string };

export type PostingKind =
  | 'sale_accrued'
  | 'month_settled'
  | 'bonus_accrued'
  | 'sale_reversed'
  | 'hold_released'
  | 'clawback_netted'
  | 'clawback_written_off'
  | 'payout_claimed'
  | 'payout_paid'
  | 'payout_returned'
  | 'tax_withheld'
  | 'credit_earned'
  | 'credit_bought'
  | 'credit_spent'
  | 'credit_expired';

/** Moves amounts between accounts; the entries sum to zero in each currency. */
export type Posting = {
  /** Names the fact, such as `sale:INV-2026-17`: the same key with the same content is written once, with other content refused. */
  key: string;
  kind: PostingKind;
  /** When it counts; never in a closed month. */
  effectiveAt: Date;
  entries: readonly { account: AccountRef; minor: bigint }[];
  /** The transaction that this one takes back in whole or in part. */
  reverses?: bigint;
  /** For people: the invoice, the payout, the month. */
  reference?: string;
};

export type Posted = { txId: bigint; isNew: boolean };

/** Postings as the arrays that `post_ledger` takes. Entries of nothing are left out. */
export function flatten(postings: readonly Posting[], calendar: BusinessCalendar) {
  const months = new Map<string, { start: Date; end: Date }>();
  const accounts = new Map<string, { place: number; ref: AccountRef }>();
  const entries = { posting: [] as number[], ordinal: [] as number[], account: [] as number[], minor: [] as bigint[] };
  postings.forEach(({ effectiveAt, entries: given }, index) => {
    const month = calendar.monthOf(effectiveAt);
    if (!months.has(month))
      months.set(month, {
        start: calendar.startOfMonth(month),
        end: calendar.startOfMonth(addMonths(month, 1)),
      });
    let ordinal = 0;
    for (const { account, minor } of given) {
      if (minor === 0n) continue;
      ordinal += 1;
      const name = `${account.ownerId} ${account.purpose} ${account.currency}`;
      let known = accounts.get(name);
      if (known === undefined) {
        known = { place: accounts.size + 1, ref: account };
        accounts.set(name, known);
      }
      entries.posting.push(index + 1);
      entries.ordinal.push(ordinal);
      entries.account.push(known.place);
      entries.minor.push(minor);
    }
  });
  return { months, accounts: [...accounts.values()].map(({ ref }) => ref), entries };
}

/** SHA-256 over everything that makes two postings the same. */
export function requestHash({ kind, effectiveAt, entries, reverses, reference }: Posting): Buffer {
  const lines = entries.map(
    ({ account, minor }) => `${account.ownerId ?? ''} ${account.purpose} ${account.currency} ${minor}`,
  );
  const text = [kind, effectiveAt.toISOString(), reverses ?? '', reference ?? '', ...lines].join('\n');
  return createHash('sha256').update(text).digest();
}
