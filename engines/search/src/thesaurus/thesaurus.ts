import { fold } from '../analysis/fold.ts';
import type { Analyzer } from '../contract.ts';
import { type Member, readForms, readGroups, type Side } from './read-groups.ts';
import { defaultShares, type Shares } from './shares.ts';
import { spanishForms } from './spanish-forms.ts';
import { contractWords } from './words/contracts.ts';
import { irregularEnglishVerbs } from './words/english-verbs.ts';
import { everydayWords } from './words/everyday.ts';
import { healthWords } from './words/health.ts';
import { moneyWords } from './words/money.ts';
import { peopleWords } from './words/people.ts';
import { irregularSpanishVerbs } from './words/spanish-verbs.ts';
import { timeWords } from './words/time.ts';
import { worksWords } from './words/works.ts';

/**
 * Other words for a part of a question. `covers`: the question's terms that it stands for. `terms`: what to look for, more than one when they must
 * follow each other. `share`: what finding it is worth, where the asked word itself is worth 1.
 */
export type Variant = { covers: readonly string[]; terms: readonly string[]; share: number };

export type Thesaurus = {
  /**
   * Other forms, synonyms, near words and translations (Spanish to English and back) of the words and expressions of a text; the best share first, a
   * covered-words-and-terms pair once. An expression hides the groups of its single words: in "turn up", nothing turns. Linear in the text.
   */
  variantsOf(text: string): Variant[];
};

/** A word or expression with all its forms. `terms` empty: only stop words, which nothing can find. */
type Lexeme = { keys: readonly string[]; targets: readonly (readonly string[])[]; side: Side };
type Group = readonly { lexeme: Lexeme; near: boolean }[];

export type ThesaurusOptions = { analyzer: Analyzer; shares?: Shares };

/** Builds the word lists for an analyzer; takes a few hundred milliseconds when cold, so build it once and share it. */
export function createThesaurus({ analyzer, shares = defaultShares }: ThesaurusOptions): Thesaurus {
  const lexemes = new Map<string, { lexeme: Lexeme; groups: Group[] }>();
  const byKey = new Map<string, { lexeme: Lexeme; groups: Group[] }[]>();
  const irregular = irregularForms();
  let longest = 1;

  for (const members of [
    contractWords,
    moneyWords,
    worksWords,
    timeWords,
    peopleWords,
    healthWords,
    everydayWords,
  ].flatMap(readGroups)) {
    const group = members.map((member) => ({ lexeme: entryOf(member).lexeme, near: member.near }));
    for (const member of members) entryOf(member).groups.push(group);
  }
  // Irregular verbs that stand in no group still have forms.
  for (const { side, words } of irregular.values()) entryOf({ words: [words[0]!], side, near: false });

  function entryOf({ words, side }: Member): { lexeme: Lexeme; groups: Group[] } {
    const name = `${side}:${words.join(' ')}`;
    let entry = lexemes.get(name);
    if (entry) return entry;
    const written = words.length > 1 ? [words] : formsOf(words[0]!, side, irregular).map((form) => [form]);
    const keys = [...new Set(written.map((form) => form.map((word) => keyOf(analyzer, word)).join(' ')))];
    const targets = distinct(written.map((form) => contentOf(analyzer, form))).filter(
      (terms) => terms.length >= Math.min(2, words.length),
    );
    entry = { lexeme: { keys, targets, side }, groups: [] };
    lexemes.set(name, entry);
    longest = Math.max(longest, words.length);
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
    return entry;
  }

  return {
    variantsOf(text) {
      const written = [...text.matchAll(/[\p{L}\p{M}]+/gu)].map(([word]) => word);
      const words = written.map((word) => keyOf(analyzer, word));
      const found = new Map<string, Variant>();
      for (let at = 0; at < words.length; ) {
        const end = at + Math.max(1, longestAt(byKey, words, at, longest));
        const key = words.slice(at, end).join(' ');
        const covers = [...new Set(contentOf(analyzer, written.slice(at, end)))];
        at = end;
        if (covers.length === 0) continue;
        for (const { lexeme, groups } of byKey.get(key) ?? []) {
          collect(found, covers, lexeme.targets, shares.form);
          for (const group of groups) {
            const own = group.find((member) => member.lexeme === lexeme)!;
            for (const { lexeme: other, near } of group) {
              if (other === lexeme || (near && own.near)) continue;
              collect(found, covers, other.targets, near || own.near ? shares.near : shares.synonym);
            }
          }
        }
      }
      return [...found.values()].sort((a, b) => b.share - a.share);
    },
  };
}

function collect(
  found: Map<string, Variant>,
  covers: readonly string[],
  targets: readonly (readonly string[])[],
  share: number,
): void {
  for (const terms of targets) {
    if (terms.every((term) => covers.includes(term))) continue;
    const name = `${covers.join(' ')}>${terms.join(' ')}`;
    if ((found.get(name)?.share ?? 0) < share) found.set(name, { covers, terms, share });
  }
}

// How many words from `at` make the longest known expression; 0 when not even the word is known.
function longestAt(byKey: ReadonlyMap<string, unknown>, words: readonly string[], at: number, longest: number): number {
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    if (byKey.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

// A word as expressions are compared: its stem, or itself for a stop word, which the analyzer drops.
function keyOf(analyzer: Analyzer, word: string): string {
  return analyzer.analyze(word)[0]?.term ?? fold(word);
}

function contentOf(analyzer: Analyzer, words: readonly string[]): string[] {
  return words.flatMap((word) => analyzer.analyze(word).map((token) => token.term));
}

function distinct(targets: readonly (readonly string[])[]): string[][] {
  return [...new Map(targets.map((terms) => [terms.join(' '), [...terms]])).values()];
}

type Irregular = { side: Side; words: readonly string[] };

function irregularForms(): Map<string, Irregular> {
  const forms = new Map<string, Irregular>();
  const read = (text: string, side: Side): void => {
    for (const words of readForms(text)) forms.set(`${side}:${words[0]!}`, { side, words });
  };
  read(irregularSpanishVerbs, 'es');
  read(irregularEnglishVerbs, 'en');
  return forms;
}

function formsOf(word: string, side: Side, irregular: ReadonlyMap<string, Irregular>): string[] {
  const listed = irregular.get(`${side}:${word.replace(/se$/, '')}`) ?? irregular.get(`${side}:${word}`);
  const regular = side === 'es' ? spanishForms(word) : [word];
  return [...new Set([...regular, ...(listed?.words ?? [])])];
}
