import type { BankAccount } from '../commissions.ports.ts';
import type { ExchangeRate } from '../rates.repository.ts';
import type { PayoutRow } from './payouts.repository.ts';

/** A payout as a file for a bank needs it. */
export type TransferOut = { payout: PayoutRow; account: BankAccount; partnerName: string; rate: ExchangeRate | null };

/** What the receiver reads on the account. */
export function remittance({ payout }: TransferOut): string {
  return `Commissions ${payout.claimedThrough.toISOString().slice(0, 10)} payout ${payout.id}`;
}
