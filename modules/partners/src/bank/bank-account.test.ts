import { expect, it } from 'vitest';
import { accountNumberOf, checkedAccount, isIban, maskOf } from './bank-account.ts';

it('knows IBANs by their check digits', () => {
  for (const iban of ['ES9121000418450200051332', 'DE89370400440532013000', 'GB29NWBK60161331926819'])
    expect(isIban(iban)).toBe(true);
  for (const iban of ['ES9121000418450200051333', 'ES91', '', 'es9121000418450200051332'])
    expect(isIban(iban)).toBe(false);
});

it('tells accounts apart by number, not by how it is written or whose name stands there', () => {
  const spaced = checkedAccount({ method: 'iban', holder: 'Ana', iban: 'es91 2100 0418 4502 0005 1332', bic: null });
  const plain = checkedAccount({ method: 'iban', holder: 'Luis', iban: 'ES9121000418450200051332', bic: null });
  expect(accountNumberOf(spaced)).toBe(accountNumberOf(plain));
  expect(maskOf(spaced)).toBe('ES•• •••• 1332');
});

it('refuses an IBAN with a wrong digit', () => {
  const wrong = { method: 'iban' as const, holder: 'Ana', iban: 'ES9121000418450200051331', bic: null };
  expect(() => checkedAccount(wrong)).toThrow(/IBAN/);
});
