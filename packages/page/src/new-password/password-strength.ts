import { plainText } from '@nexus/kernel/plain-text';
/** What the server asks of a password, as far as the page can tell; it also refuses what anybody would guess first. */
export const minPasswordLength = 12;

export type PasswordFault = 'short' | 'only_digits' | 'few_characters' | 'address';

/** The twin of the server's rules, without its list of common words. */
export function passwordFaults(password: string, email: string): PasswordFault[] {
  const faults: PasswordFault[] = [];
  const plain = plainText(password);
  if ([...password].length < minPasswordLength) faults.push('short');
  if (password !== '' && /^[^\p{L}]+$/u.test(plain)) faults.push('only_digits');
  if (password !== '' && new Set(plain).size < 5) faults.push('few_characters');
  if (containsAddress(plain, email)) faults.push('address');
  return faults;
}

/** Nothing, too weak to be taken, acceptable, good, very good. */
export type PasswordStrength = 0 | 1 | 2 | 3 | 4;

/**
 * An estimate from length and variety, not a promise: repeats and runs (`aaaa`, `1234`) count as one character, and a character is worth
 * less in a text of words than in a random one. Linear in the length.
 */
export function passwordStrength(password: string, email: string): PasswordStrength {
  if (password === '') return 0;
  if (passwordFaults(password, email).length > 0) return 1;
  const bits = surprisingCharacters(plainText(password)) * bitsPerCharacter(password);
  if (bits < 40) return 2;
  return bits < 56 ? 3 : 4;
}

function surprisingCharacters(plain: string): number {
  let count = 0;
  let before = Number.NaN;
  let stepBefore = Number.NaN;
  for (const character of plain) {
    const code = character.codePointAt(0)!;
    const step = code - before;
    const isExpected = step === 0 || (Math.abs(step) === 1 && step === stepBefore);
    if (!isExpected) count += 1;
    [before, stepBefore] = [code, step];
  }
  return count;
}

/** Shannon's estimate for running text is below two bits a letter; what mixes kinds of characters is harder to guess. */
function bitsPerCharacter(password: string): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  return 1.7 + 0.4 * kinds;
}

function containsAddress(plain: string, email: string): boolean {
  const address = plainText(email);
  const [local = '', domain = ''] = address.split('@');
  return [address, local, domain, domain.split('.')[0] ?? ''].some((part) => part.length >= 4 && plain.includes(part));
}
