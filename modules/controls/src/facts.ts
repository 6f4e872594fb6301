import type { Facts } from './controls.tables.ts';

const longest = 120;
const most = 40;
const identifier = /^[\p{L}\p{N}][\p{L}\p{N} .,:/_+@()=-]*$/u;

/**
 * Facts without anything that could be content: keys in camel case, strings with the form of identifiers, finite numbers.
 * @throws TypeError that names the key
 */
export function contentFreeFacts(facts: Facts): Facts {
  const entries = Object.entries(facts);
  if (entries.length > most) throw new TypeError(`a finding has at most ${most} facts`);
  for (const [key, value] of entries) {
    const isFine =
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      (typeof value === 'string' && value.length <= longest && identifier.test(value));
    if (!isFine || !/^[a-z][A-Za-z0-9]*$/.test(key)) throw new TypeError(`the fact ${key} cannot be kept`);
  }
  // In one order, so that the same findings are the same text.
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
