/** Characters that no document means to show: replacement characters, private use, controls, non-characters. */
const BROKEN = /[\ufffd\ue000-\uf8ff\ufff0-\ufffb\ufffe\uffff]|(?![\n\t\r\f])\p{Cc}/gu;
/** Bullets of symbol fonts lie in private use, and are no sign of a broken encoding. */
const SYMBOL_BULLETS = /[\uf0a7\uf0b7\uf0d8\uf0fc\uf0e0\uf076\uf0a8\uf02d]/g;
/** A Latin word of four letters and more has a vowel (acronyms, which are in capitals, and addresses aside). */
const WITHOUT_VOWEL = /(?<![\p{L}\p{N}./@_-])[b-df-hj-np-tv-xzñç]{4,}(?![\p{L}\p{N}./:@_-])/gu;
/** Letters and signs mixed within a word, as a font without a map to Unicode gives: `7KLV`, `$%a#b`. */
const MIXED =
  /(?<!\S)(?=\S*[\p{L}])(?=\S*[!"#$%&*+<=>?@[\\\]^`{|}~]\S*[!"#$%&*+<=>?@[\\\]^`{|}~])[^\s/:.@-]{3,}(?!\S)/gu;

/**
 * Share (0-1) of the characters of a text that look like broken encoding or glyph garbage. Code and formulas score a little, ordinary
 * text 0, text from a font without a Unicode map mostly above 0.3. Linear.
 */
export function measureGarbage(text: string): number {
  const visible = text.replace(/\s/g, '').length;
  if (visible === 0) return 0;
  const plain = text.replace(SYMBOL_BULLETS, '');
  const count = (pattern: RegExp): number => (plain.match(pattern) ?? []).reduce((sum, found) => sum + found.length, 0);
  const share = (count(BROKEN) + count(WITHOUT_VOWEL) + count(MIXED)) / visible;
  return Math.min(1, Math.round(share * 100) / 100);
}
