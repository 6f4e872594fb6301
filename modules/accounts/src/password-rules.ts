import { maxPasswordLength } from '@nexus/crypto';
import { plainText } from '@nexus/kernel';
import { WeakPasswordError } from './accounts.errors.ts';
import { commonStems } from './first-guesses.ts';

export const minPasswordLength = 12;

/**
 * Length counts, composition rules do not (NIST SP 800-63B, 5.1.1.2); what is guessed first is refused: common words, rows and repeats,
 * also with digits and signs around them, and anything built on the person's own address.
 * @throws WeakPasswordError with every reason at once
 */
export function ensureAcceptablePassword(password: string, email: string): void {
  const messages = passwordFaults(password, email);
  if (messages.length === 0) return;
  throw new WeakPasswordError(
    'Choose another password: a few unrelated words are easy to keep and hard to guess.',
    messages.map((message) => ({ path: 'body/password', message })),
  );
}

export function passwordFaults(password: string, email: string): string[] {
  const faults: string[] = [];
  const characters = [...password].length;
  if (characters < minPasswordLength) faults.push(`at least ${minPasswordLength} characters`);
  if (password.length > maxPasswordLength) faults.push(`at most ${maxPasswordLength} characters`);
  if (faults.length > 0) return faults;
  const plain = plainText(password);
  if (isCommon(plain)) faults.push('one of the first that anybody would guess');
  if (/^[^\p{L}]+$/u.test(plain)) faults.push('not only digits and signs');
  if (new Set(plain).size < 5) faults.push('at least five different characters');
  if (containsAddress(plain, email)) faults.push('must not contain the e-mail address');
  return faults;
}

const lookAlikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Whether nothing is left after the common words, the numbers and the signs are taken out. */
function isCommon(plain: string): boolean {
  if (isSequence(plain)) return true;
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const spelled = core.replace(/[013457@$!]/g, (sign) => lookAlikes[sign]!);
  return [plain, spelled].some((text) => {
    const words = text.match(/\p{L}+/gu) ?? [];
    return words.length > 0 && words.every((word) => commonStems.has(word) || isTwoStems(word));
  });
}

function isTwoStems(word: string): boolean {
  for (let cut = 3; cut <= word.length - 3; cut += 1) {
    if (commonStems.has(word.slice(0, cut)) && commonStems.has(word.slice(cut))) return true;
  }
  return false;
}

/** `123456789012`, `abcdefghijkl`, `987654321098`: each character one step from the one before, around the end too. */
function isSequence(plain: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < plain.length; i += 1) {
    const step = plain.charCodeAt(i) - plain.charCodeAt(i - 1);
    steps.add(step === -9 ? 1 : step === 9 ? -1 : step);
  }
  return steps.size === 1;
}

function containsAddress(plain: string, email: string): boolean {
  const address = plainText(email);
  const [local = '', domain = ''] = address.split('@');
  const parts = [address, local, domain, domain.split('.')[0] ?? ''];
  return parts.some((part) => part.length >= 4 && plain.includes(part));
}
