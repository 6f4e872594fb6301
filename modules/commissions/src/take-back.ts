import type { Tx } from '@nexus/db';
import type { AccountRef, LedgerPort, OwnedPurpose, Posting } from './commissions.ports.ts';
import type { PartnerAccount } from './lines.repository.ts';

/** An amount to take from somebody (or give back, below zero), and the line that it belongs to. */
export type Taking = {
  beneficiaryId: string;
  currency: string;
  minor: bigint;
  /** When the line that it takes from leaves its hold; null when that took from what was released already. */
  releaseAt: Date | null;
};

export type Taken = { entries: Posting['entries']; isStillOnHold: boolean };

/**
 * Decides from which account each amount is taken, by how far its line has come: on hold, from what is accrued; released, from what is payable, as far as that
 * goes; in a payout or paid, it becomes a claim on the partner, which the next payouts settle first. The accounts are held for update, so what is decided here
 * still holds when it is posted.
 */
export async function decideTakings(
  tx: Tx,
  ledger: LedgerPort,
  accounts: readonly PartnerAccount[],
  takings: readonly Taking[],
): Promise<Taken[]> {
  if (takings.length === 0) return [];
  const standing = new Map(accounts.map((account) => [nameOf(account.partnerId, account.currency), account]));
  const payableRefs = accounts.map(
    ({ partnerId, currency }): AccountRef => ({ ownerId: partnerId, purpose: 'payable', currency }),
  );
  const balances = await ledger.balancesOf(tx, payableRefs);
  const payable = new Map(
    payableRefs.map(({ ownerId, currency }, index) => [nameOf(ownerId!, currency), balances[index]!]),
  );

  return takings.map(({ beneficiaryId, currency, minor, releaseAt }) => {
    const name = nameOf(beneficiaryId, currency);
    const { releasedThrough, claimedThrough } = standing.get(name)!;
    const entry = (purpose: OwnedPurpose, amount: bigint) => ({
      account: { ownerId: beneficiaryId, purpose, currency },
      minor: amount,
    });
    if (releaseAt !== null && releaseAt > releasedThrough)
      return { entries: [entry('accrued', -minor)], isStillOnHold: true };
    const left = payable.get(name)!;
    const isPaidOut = releaseAt !== null && releaseAt <= claimedThrough;
    const available = minor < 0n ? minor : isPaidOut ? 0n : left < minor ? left : minor;
    payable.set(name, left - available);
    const entries = [entry('payable', -available), entry('clawback_receivable', available - minor)];
    return { entries: entries.filter((one) => one.minor !== 0n), isStillOnHold: false };
  });
}

function nameOf(partnerId: string, currency: string): string {
  return `${partnerId} ${currency}`;
}
