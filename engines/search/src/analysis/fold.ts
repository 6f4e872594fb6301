// Letters that compatibility decomposition leaves whole, although readers take them for variants of plain ones.
const undecomposed: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
  ς: 'σ',
};

/**
 * Lower-cases, decomposes (Unicode NFKD) and drops accents, so that "Año", "AÑO", "ano" and a decomposed "año" are one word.
 * Folding comes before stemming: a question typed without accents then finds as much as one typed with them.
 *
 * Idempotent. Linear. Invisible characters (soft hyphen, joiners, direction marks) go too.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  // Twice lower-cased: compatibility forms such as the Kelvin sign or mathematical capitals only become letters on decomposing.
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .toLowerCase();
  const replaced = plain.replace(/[ßæœøđðþłıħŋŧς]/g, (letter) => undecomposed[letter] ?? letter);
  return replaced === text || isAscii(replaced) ? replaced : settle(replaced);
}

// A few hundred rare characters need a second round (lower case of a decomposed capital that has a mark of its own).
function settle(text: string): string {
  const again = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .toLowerCase();
  return again === text ? text : fold(again);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
