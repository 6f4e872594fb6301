import { InvalidInputError } from '@nexus/kernel';

/** Where money goes. `manual` is any of the ways that are settled by hand with a reference (mobile payment, cash, wallet). */
export type BankAccount =
  | { method: 'iban'; holder: string; iban: string; bic: string | null }
  | { method: 'local_account'; holder: string; bank: string; account: string; holderId: string | null }
  | { method: 'manual'; holder: string; channel: string; reference: string };

/** What tells two accounts apart; the holder's name does not. */
export function accountNumberOf(account: BankAccount): string {
  const compact = (text: string) => text.toUpperCase().replace(/[^A-Z0-9@]/g, '');
  if (account.method === 'iban') return compact(account.iban);
  if (account.method === 'local_account') return `${compact(account.bank)} ${compact(account.account)}`;
  return `${compact(account.channel)} ${compact(account.reference)}`;
}

/** What a person recognises an account by without reading it. */
export function maskOf(account: BankAccount): string {
  if (account.method === 'iban') {
    const iban = account.iban.replace(/\s/g, '').toUpperCase();
    return `${iban.slice(0, 2)}•• •••• ${iban.slice(-4)}`;
  }
  const tail = account.method === 'local_account' ? account.account : account.reference;
  return `•••• ${tail.slice(-4)}`;
}

/** @throws InvalidInputError for an IBAN whose check digits (ISO 7064, mod 97) or length are wrong */
export function checkedAccount(account: BankAccount): BankAccount {
  if (account.method !== 'iban') return account;
  const iban = account.iban.replace(/\s/g, '').toUpperCase();
  if (!isIban(iban))
    throw new InvalidInputError('This IBAN is not valid: check its digits.', [
      { path: 'iban', message: 'not an IBAN' },
    ]);
  return { ...account, iban };
}

export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const rearranged = iban.slice(4) + iban.slice(0, 4);
  const digits = rearranged.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
