import type { Plan } from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import { mulRatio, newId, type PersonActor } from '@nexus/kernel';
import { NothingToPayError } from '../commissions.errors.ts';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import type { AccountRef, Posting } from '../commissions.ports.ts';
import { openPlanShelf } from '../plan-shelf.ts';
import { rateAt } from '../rates.repository.ts';
import * as repository from './payouts.repository.ts';

type Part = { account: repository.PayableAccount; minor: bigint };

/**
 * Claims what is payable in a currency, for a batch that somebody else approves. What a partner owes is settled from it first; what is left below the minimum, or
 * cannot be sent, stays where it was, with the reason. Of several people who prepare at once, each partner's money goes into one batch.
 */
export function createPrepareBatch(parts: CommissionsDependencies) {
  const { ledger, clock, audit } = parts;

  return async function prepareBatch(tx: Tx, actor: PersonActor, currency: string): Promise<string> {
    const now = clock.now();
    const { plan } = (await openPlanShelf(tx)).planFor(now, null);
    const accounts = await repository.takePayableAccounts(tx, currency);
    const batchId = newId();
    const left = await settleClaims(tx, batchId, currency, accounts, now);
    if (left.length === 0) throw new NothingToPayError();
    await repository.insertBatch(tx, { id: batchId, currency, preparedBy: actor.personId, preparedAt: now });
    const { drafts, holds } = await sort(tx, batchId, currency, plan, left, now);
    const postings = drafts.map(({ posting }) => posting);
    const posted = await ledger.post(tx, postings);
    const payouts = drafts.map(({ payout }, index) => ({ ...payout, claimTxId: posted[index]!.txId }));
    if (payouts.length > 0) await repository.insertPayouts(tx, payouts);
    await repository.insertHolds(tx, batchId, holds);
    await repository.moveClaims(
      tx,
      currency,
      payouts.map(({ partnerId }) => partnerId),
    );
    await audit.record(tx, {
      actor,
      action: 'payout_batch.prepared',
      outcome: 'success',
      objects: [{ kind: 'payout_batch', id: batchId }],
      details: { currency, payouts: payouts.length, held: holds.length },
    });
    return batchId;
  };

  /** Nets claims against what is payable. The account has no order of its own: what is owed longest is what is settled first. */
  async function settleClaims(
    tx: Tx,
    batchId: string,
    currency: string,
    accounts: readonly repository.PayableAccount[],
    now: Date,
  ): Promise<Part[]> {
    const refs = (purpose: 'payable' | 'clawback_receivable') =>
      accounts.map(({ partnerId }): AccountRef => ({ ownerId: partnerId, purpose, currency }));
    const payable = await ledger.balancesOf(tx, refs('payable'));
    const owed = await ledger.balancesOf(tx, refs('clawback_receivable'));
    const nettings: Posting[] = [];
    const left: Part[] = [];
    accounts.forEach((account, index) => {
      const [has, owes] = [payable[index]!, -owed[index]!];
      const netted = has < owes ? has : owes;
      if (netted > 0n)
        nettings.push({
          key: `netting:${batchId}:${account.partnerId}`,
          kind: 'clawback_netted',
          effectiveAt: now,
          reference: batchId,
          entries: [
            { account: { ownerId: account.partnerId, purpose: 'payable', currency }, minor: -netted },
            { account: { ownerId: account.partnerId, purpose: 'clawback_receivable', currency }, minor: netted },
          ],
        });
      if (has > netted) left.push({ account, minor: has - netted });
    });
    await ledger.post(tx, nettings);
    return left;
  }

  async function sort(tx: Tx, batchId: string, currency: string, plan: Plan, left: readonly Part[], now: Date) {
    const minimum = await minimumIn(tx, plan, currency, now);
    const holds: repository.HoldRow[] = [];
    const drafts: { payout: Omit<repository.NewPayout, 'claimTxId'>; posting: Posting }[] = [];
    const hold = ({ account, minor }: Part, reason: repository.HoldReason, until: Date | null = null) =>
      holds.push({ partnerId: account.partnerId, amountMinor: minor, reason, until });
    for (const part of left) {
      if (minimum === null) {
        hold(part, 'no_exchange_rate');
        continue;
      }
      if (part.minor < minimum) {
        hold(part, 'below_minimum');
        continue;
      }
      const details = await parts.bank.bankDetailsForPayout(tx, part.account.partnerId, now);
      if (details.state === 'none') hold(part, 'no_bank_details');
      else if (details.state === 'cooling') hold(part, 'bank_details_changed', details.usableFrom);
      else {
        const settled = await settlement(tx, plan, { minor: part.minor, currency }, details.currency, now);
        if (settled === null || settled.minor === 0n) hold(part, 'no_exchange_rate');
        else drafts.push(draftOf(batchId, part, currency, settled, details.account.method, now));
      }
    }
    return { drafts, holds };
  }

  /** The plan's minimum, at the newest rate where the payout is in another currency; null without a rate. */
  async function minimumIn(tx: Tx, plan: Plan, currency: string, now: Date): Promise<bigint | null> {
    const { minor, currency: own } = plan.payout.minimum;
    if (own === currency) return BigInt(minor);
    const rate = await rateAt(tx, own, currency, now);
    return rate && mulRatio({ minor: BigInt(minor), currency: own }, rate, plan.rounding, currency).minor;
  }

  async function settlement(
    tx: Tx,
    plan: Plan,
    amount: { minor: bigint; currency: string },
    into: string,
    now: Date,
  ): Promise<{ minor: bigint; currency: string; rateId: string | null } | null> {
    if (into === amount.currency) return { ...amount, rateId: null };
    const rate = await rateAt(tx, amount.currency, into, now);
    return rate && { ...mulRatio(amount, rate, plan.rounding, into), rateId: rate.id };
  }
}

export type PrepareBatch = ReturnType<typeof createPrepareBatch>;

function draftOf(
  batchId: string,
  { account, minor }: Part,
  currency: string,
  settled: { minor: bigint; currency: string; rateId: string | null },
  method: repository.PayoutMethod,
  now: Date,
) {
  const id = newId();
  const { partnerId } = account;
  return {
    payout: {
      id,
      batchId,
      partnerId,
      currency,
      amountMinor: minor,
      settleCurrency: settled.currency,
      settleMinor: settled.minor,
      rateId: settled.rateId,
      method,
      claimedFrom: account.claimedThrough,
      claimedThrough: account.releasedThrough,
      // 32 characters at most travel through every bank: an id without its dashes.
      endToEndId: id.replaceAll('-', '').toUpperCase(),
    },
    posting: {
      key: `payout:${id}`,
      kind: 'payout_claimed' as const,
      effectiveAt: now,
      reference: id,
      entries: claimEntries(partnerId, { minor, currency }, settled, 1n),
    },
  };
}

type Amount = { minor: bigint; currency: string };

/** Out of payable into the payout, through the account of exchange where the currencies differ; with -1 the way back. */
export function claimEntries(partnerId: string, from: Amount, into: Amount, direction: 1n | -1n): Posting['entries'] {
  const payable = { ownerId: partnerId, purpose: 'payable' as const, currency: from.currency };
  const inPayout = { ownerId: partnerId, purpose: 'in_payout' as const, currency: into.currency };
  const exchange = (currency: string) => ({ ownerId: null, purpose: 'fx_brokerage' as const, currency });
  const entries =
    from.currency === into.currency
      ? [
          { account: payable, minor: -from.minor },
          { account: inPayout, minor: into.minor },
        ]
      : [
          { account: payable, minor: -from.minor },
          { account: exchange(from.currency), minor: from.minor },
          { account: exchange(into.currency), minor: -into.minor },
          { account: inPayout, minor: into.minor },
        ];
  return entries.map(({ account, minor }) => ({ account, minor: minor * direction }));
}
