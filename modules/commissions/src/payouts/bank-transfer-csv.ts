import { decimalOf, writeCsv } from '@nexus/kernel';
import { remittance, type TransferOut } from './transfer.ts';

const header = [
  'payout',
  'holder',
  'bank',
  'account',
  'holder_id',
  'amount',
  'currency',
  'rate',
  'rate_source',
  'rate_date',
  'remittance',
];

/** A list of transfers for banks that take one; the amount is what is to be sent. */
export function bankTransferCsv(transfers: readonly TransferOut[]): string {
  return writeCsv(
    header,
    transfers.map((transfer) => {
      const { payout, account, rate } = transfer;
      const [bank, number, holderId] =
        account.method === 'local_account' ? [account.bank, account.account, account.holderId] : ['', '', null];
      return [
        payout.endToEndId,
        account.holder,
        bank,
        number,
        holderId,
        decimalOf({ minor: payout.settleMinor, currency: payout.settleCurrency }),
        payout.settleCurrency,
        rate === null ? null : `${rate.numerator}/${rate.denominator}`,
        rate?.source ?? null,
        rate?.at.toISOString() ?? null,
        remittance(transfer),
      ];
    }),
  );
}
