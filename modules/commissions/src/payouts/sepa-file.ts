import { decimalOf, sumMoney } from '@nexus/kernel';
import { ExportImpossibleError } from '../commissions.errors.ts';
import type { Payer } from '../commissions.parts.ts';
import { isIban } from './iban.ts';
import { remittance, type TransferOut } from './transfer.ts';

export type SepaBatch = {
  batchId: string;
  createdAt: Date;
  payer: Payer | null;
  transfers: readonly TransferOut[];
};

/**
 * A SEPA credit transfer initiation, ISO 20022 pain.001.001.09 as the EPC's guidelines narrow it: EUR only, charges shared, one payment block, execution on the day
 * of approval. Elements stand in the order of the schema. Text is brought to the character set that every SEPA bank takes.
 * @throws ExportImpossibleError for another currency, an account that is no IBAN, or a payer that is not configured
 */
export function sepaFile({ batchId, createdAt, payer, transfers }: SepaBatch): string {
  if (payer === null)
    throw new ExportImpossibleError(
      'The network’s own bank account is not configured, so no SEPA file can name the sender.',
    );
  ensureIban(payer.iban, payer.name);
  const id = batchId.replaceAll('-', '').toUpperCase();
  const amounts = transfers.map(({ payout, partnerName }) => {
    if (payout.settleCurrency !== 'EUR')
      throw new ExportImpossibleError(
        `SEPA carries euros only; the payout of ${partnerName} is in ${payout.settleCurrency}.`,
      );
    return { minor: payout.settleMinor, currency: 'EUR' };
  });
  const total = decimalOf(sumMoney(amounts, 'EUR'));
  const count = String(transfers.length);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>${id}</MsgId>
      <CreDtTm>${createdAt.toISOString().slice(0, 19)}Z</CreDtTm>
      <NbOfTxs>${count}</NbOfTxs>
      <CtrlSum>${total}</CtrlSum>
      <InitgPty><Nm>${text(payer.name, 70)}</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>${id}</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      <BtchBookg>true</BtchBookg>
      <NbOfTxs>${count}</NbOfTxs>
      <CtrlSum>${total}</CtrlSum>
      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
      <ReqdExctnDt><Dt>${createdAt.toISOString().slice(0, 10)}</Dt></ReqdExctnDt>
      <Dbtr><Nm>${text(payer.name, 70)}</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>${payer.iban}</IBAN></Id></DbtrAcct>
      <DbtrAgt><FinInstnId>${agent(payer.bic)}</FinInstnId></DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>
${transfers.map(transferOf).join('\n')}
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
`;
}

function transferOf(transfer: TransferOut): string {
  const { payout, account, partnerName } = transfer;
  if (account.method !== 'iban') throw new ExportImpossibleError(`${partnerName} has no IBAN.`);
  ensureIban(account.iban, partnerName);
  // Left out when it is unknown: with an IBAN the bank finds the way.
  const bank =
    account.bic === null ? '' : `\n        <CdtrAgt><FinInstnId>${agent(account.bic)}</FinInstnId></CdtrAgt>`;
  return `      <CdtTrfTxInf>
        <PmtId><InstrId>${payout.endToEndId}</InstrId><EndToEndId>${payout.endToEndId}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">${decimalOf({ minor: payout.settleMinor, currency: 'EUR' })}</InstdAmt></Amt>${bank}
        <Cdtr><Nm>${text(account.holder, 70)}</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>${account.iban}</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>${text(remittance(transfer), 140)}</Ustrd></RmtInf>
      </CdtTrfTxInf>`;
}

function agent(bic: string | null): string {
  if (bic === null) return '<Othr><Id>NOTPROVIDED</Id></Othr>';
  if (!/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic))
    throw new ExportImpossibleError(`"${bic}" is not a BIC.`);
  return `<BICFI>${bic}</BICFI>`;
}

function ensureIban(iban: string, whose: string): void {
  if (!isIban(iban)) throw new ExportImpossibleError(`The account of ${whose} is not a valid IBAN.`);
}

/** The EPC's Latin set: accents are taken off, what has no place becomes a full stop; no slash at either end. Never empty. */
function text(given: string, length: number): string {
  const plain = given
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, '.')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, length)
    .replace(/^\/+|\/+$/g, '');
  return (plain === '' ? '.' : plain).replaceAll("'", '&apos;');
}
