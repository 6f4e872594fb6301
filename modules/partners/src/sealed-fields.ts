import type { BankAccount } from './bank/bank-account.ts';
import { accountNumberOf } from './bank/bank-account.ts';
import type { KeyringPort } from './partners.ports.ts';

/** How each sealed column is sealed, and what equality is decided by: kind and form in one place. */
export function sealedFields(keyring: KeyringPort) {
  const text = (kind: string) => ({
    seal: (objectId: string, value: string) => keyring.system().sealText({ kind, objectId }, value),
    open: (objectId: string, sealed: Buffer) => keyring.system().openText({ kind, objectId }, sealed),
  });
  const bank = (objectId: string) => ({ kind: 'partner_bank_details.details', objectId });
  return {
    partnerTaxId: text('partners.tax_id'),
    applicationTaxId: text('partner_applications.tax_id'),
    /** One kind for partners, applications and customers of other modules: the same number is the same everywhere. */
    taxIdFingerprint: (country: string, taxId: string) =>
      keyring.system().fingerprint('tax_id', `${country} ${comparableTaxId(taxId)}`),
    bankDetails: {
      seal: (id: string, account: BankAccount) => keyring.system().sealJson(bank(id), account),
      open: (id: string, sealed: Buffer) => keyring.system().openJson<BankAccount>(bank(id), sealed),
    },
    bankFingerprint: (account: BankAccount) => keyring.system().fingerprint('bank_account', accountNumberOf(account)),
  };
}

export type SealedFields = ReturnType<typeof sealedFields>;

/** "J-12.345.678-9" and "j123456789" are one number. */
export function comparableTaxId(taxId: string): string {
  return taxId.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
