/** Kinds of UTF-16 unit for word finding. */
export const other = 0;
export const letter = 1;
export const digit = 2;
/** Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese. Indexed as overlapping pairs. */
export const unspaced = 3;

let table: Uint8Array | undefined;

/** Kind of every UTF-16 unit. Surrogates count as letters: rare scripts stay whole, and emoji become harmless words of their own. */
export function characterKinds(): Uint8Array {
  table ??= buildTable();
  return table;
}

function buildTable(): Uint8Array {
  const kinds = new Uint8Array(65_536);
  // º and ª are letters to Unicode, but in "n.º" and "1ª" they only mark an abbreviation or an ordinal.
  const separators = new Set([0xaa, 0xba]);
  for (let code = 0; code < 65_536; code++) {
    const text = String.fromCharCode(code);
    if (code >= 0xd800 && code <= 0xdfff) kinds[code] = letter;
    else if (separators.has(code)) continue;
    else if (
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
        text,
      )
    )
      kinds[code] = /\p{L}|\p{M}/u.test(text) ? unspaced : other;
    else if (/\p{Nd}/u.test(text)) kinds[code] = digit;
    // Joiners and the soft hyphen stand inside words; folding removes them.
    else if (/[\p{L}\p{M}\p{Nl}\p{No}\u00ad\u200c\u200d]/u.test(text)) kinds[code] = letter;
  }
  return kinds;
}
