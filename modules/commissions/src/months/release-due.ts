import type { Tx } from '@nexus/db';
import type { CommissionsDependencies } from '../commissions.parts.ts';
import { moveReleases, takeDueReleases } from './settling.repository.ts';

/**
 * Moves what has come to the end of its hold from accrued to payable: for each partner and currency one transaction over all lines up to `through`. The mark is
 * moved for every account in the same transaction, and new lines are placed behind it, so a line is released once.
 * @returns how many accounts something was released for
 */
export async function releaseDue(
  tx: Tx,
  { ledger }: Pick<CommissionsDependencies, 'ledger'>,
  through: Date,
): Promise<number> {
  const due = (await takeDueReleases(tx, through)).filter(({ minor }) => minor !== 0n);
  await ledger.post(
    tx,
    due.map(({ partnerId, currency, minor, releasedThrough }) => ({
      key: `release:${partnerId}:${currency}:${releasedThrough.toISOString()}`,
      kind: 'hold_released' as const,
      effectiveAt: through,
      reference: through.toISOString().slice(0, 10),
      entries: [
        { account: { ownerId: partnerId, purpose: 'accrued' as const, currency }, minor: -minor },
        { account: { ownerId: partnerId, purpose: 'payable' as const, currency }, minor },
      ],
    })),
  );
  await moveReleases(tx, through);
  return due.length;
}
