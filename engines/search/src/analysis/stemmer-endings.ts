/** An ending, the least number of vowel-consonant turns that must remain before it, the least letters, and what replaces it. */
type Ending = readonly [ending: string, turns: number, letters: number, replacement: string];

// Inflection of verbs and adverbs. Longest match wins; at most one is taken off.
const inflections = group([
  // Spanish
  ['amente', 1, 3, ''],
  ['emente', 1, 3, ''],
  ['mente', 1, 3, ''],
  ['andose', 1, 3, ''],
  ['iendose', 1, 3, ''],
  ['arse', 1, 3, ''],
  ['erse', 1, 3, ''],
  ['irse', 1, 3, ''],
  ['ando', 1, 3, ''],
  ['iendo', 1, 3, ''],
  ['yendo', 1, 2, ''],
  ['ado', 1, 3, ''],
  ['ada', 1, 3, ''],
  ['ido', 1, 3, ''],
  ['ida', 1, 3, ''],
  ['aron', 1, 3, ''],
  ['ieron', 1, 2, ''],
  ['yeron', 1, 3, ''],
  ['aba', 1, 3, ''],
  ['aban', 1, 3, ''],
  ['ian', 1, 3, ''],
  ['ara', 1, 3, ''],
  ['aran', 1, 3, ''],
  ['era', 1, 3, ''],
  ['eran', 1, 3, ''],
  ['ira', 1, 3, ''],
  ['iran', 1, 3, ''],
  ['aria', 1, 3, ''],
  ['arian', 1, 3, ''],
  ['eria', 1, 3, ''],
  ['erian', 1, 3, ''],
  ['iria', 1, 3, ''],
  ['irian', 1, 3, ''],
  ['aremo', 1, 3, ''],
  ['eremo', 1, 3, ''],
  ['iremo', 1, 3, ''],
  ['amo', 1, 4, ''],
  ['emo', 1, 4, ''],
  ['imo', 1, 4, ''],
  ['iese', 1, 3, ''],
  ['iera', 1, 3, ''],
  ['ieran', 1, 3, ''],
  ['ar', 1, 3, ''],
  ['er', 1, 3, ''],
  ['ir', 1, 3, ''],
  ['an', 1, 4, ''],
  ['en', 1, 4, ''],
  // English
  ['ing', 1, 2, ''],
  ['ed', 1, 2, ''],
  ['ly', 1, 3, ''],
  ['ingly', 1, 3, ''],
  ['edly', 1, 3, ''],
]);

// Derivation, after the final vowel is gone; mostly Latin, hence shared by both languages.
const derivations = group([
  ['acion', 1, 2, ''],
  ['ation', 2, 3, ''],
  ['ation', 1, 2, 'at'],
  ['ational', 2, 3, ''],
  ['ational', 1, 2, 'at'],
  ['acional', 1, 2, ''],
  ['tional', 1, 3, 't'],
  ['cional', 1, 3, 't'],
  ['sional', 1, 3, 's'],
  ['icity', 1, 3, ''],
  ['icidad', 1, 3, ''],
  ['ality', 1, 3, ''],
  ['alidad', 1, 3, ''],
  ['ucion', 1, 2, 'ut'],
  ['icion', 1, 3, 'it'],
  ['cion', 1, 3, 't'],
  ['sion', 1, 3, 's'],
  ['tion', 1, 3, 't'],
  ['ization', 1, 3, ''],
  ['isation', 1, 3, ''],
  ['izacion', 1, 3, ''],
  ['iz', 2, 3, ''],
  ['ador', 1, 3, ''],
  ['edor', 1, 3, ''],
  ['idor', 1, 3, ''],
  ['ator', 1, 3, ''],
  ['amient', 1, 3, ''],
  ['imient', 1, 3, ''],
  ['ement', 2, 3, ''],
  ['ment', 2, 3, ''],
  ['idad', 1, 3, ''],
  ['edad', 1, 4, ''],
  ['iti', 1, 4, ''],
  ['ity', 1, 3, ''],
  ['ness', 1, 3, ''],
  ['anci', 1, 3, ''],
  ['enci', 1, 3, ''],
  ['anc', 2, 3, ''],
  ['enc', 2, 3, ''],
  ['ant', 2, 3, ''],
  ['abl', 1, 3, ''],
  ['ibl', 1, 3, ''],
  ['ful', 1, 3, ''],
  ['ism', 1, 4, ''],
  ['ist', 1, 4, ''],
  ['ical', 1, 3, ''],
  ['ic', 2, 3, ''],
  ['al', 2, 3, ''],
  ['iv', 2, 3, ''],
  ['ativ', 1, 3, ''],
  ['ous', 1, 3, ''],
  ['os', 2, 4, ''],
  ['at', 2, 4, ''],
]);

/** Takes off inflection, the final vowel, and one derivational ending. */
export function stemEnding(word: string): string {
  let inflected = strip(word, inflections);
  // cover-ed is left with what looks like an infinitive, as "cover" itself does.
  if (/(?:ing|ed|ly)$/.test(word) && inflected !== word) inflected = strip(inflected, inflections);
  const bare = undouble(dropFinalVowel(inflected));
  // "ic" belongs to the root of adjudic-ado and notific-ar, as in adjudic-ación, and not to an ending as in econom-ic-o.
  if (inflected !== word && inflected.endsWith('ic')) return bare;
  return strip(bare, derivations);
}

function strip(word: string, endings: ReadonlyMap<number, readonly Ending[]>): string {
  for (const [ending, turns, letters, replacement] of endings.get(word.charCodeAt(word.length - 1)) ?? []) {
    const rest = word.length - ending.length;
    if (rest >= letters && word.endsWith(ending) && turnsIn(word, rest) >= turns)
      return word.slice(0, rest) + replacement;
  }
  return word;
}

function dropFinalVowel(word: string): string {
  const last = word.charCodeAt(word.length - 1);
  const dropped = (last === 101 && word.length >= 3) || ((last === 97 || last === 111) && word.length >= 5);
  return dropped ? word.slice(0, -1) : word;
}

// stopped/stop, planning/plan; but "ll", "ss" and "rr" are spelling, not inflection.
function undouble(word: string): string {
  const last = word.charCodeAt(word.length - 1);
  const doubled = word.length > 3 && last === word.charCodeAt(word.length - 2) && !isVowel(last);
  return doubled && last !== 108 && last !== 115 && last !== 114 ? word.slice(0, -1) : word;
}

// How often a vowel is followed by a consonant in the first `length` letters: a measure of how much word remains.
function turnsIn(word: string, length: number): number {
  let turns = 0;
  let vowelBefore = false;
  for (let i = 0; i < length; i++) {
    const code = word.charCodeAt(i);
    const vowel: boolean = isVowel(code) || (code === 121 && i > 0 && !vowelBefore);
    if (vowelBefore && !vowel) turns++;
    vowelBefore = vowel;
  }
  return turns;
}

function group(endings: readonly Ending[]): ReadonlyMap<number, readonly Ending[]> {
  const byLetter = new Map<number, Ending[]>();
  for (const ending of endings) {
    const letter = ending[0].charCodeAt(ending[0].length - 1);
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), ending]);
  }
  for (const list of byLetter.values()) list.sort((a, b) => b[0].length - a[0].length);
  return byLetter;
}

/** a e i o u by char code. */
export function isVowel(code: number): boolean {
  return code === 97 || code === 101 || code === 105 || code === 111 || code === 117;
}
