import { fold } from '../analysis/fold.ts';
import type { Analyzer, CellVersion, QueryTerm, Searcher, Token } from '../contract.ts';
import { queryTermsOf } from '../query/query-terms.ts';
import { defaultShares } from '../thesaurus/shares.ts';
import { editCost } from './edit-cost.ts';
import { singleEdits } from './single-edits.ts';

/** A word of the question that no readable cell holds, and the term taken instead. */
export type Correction = { written: string; start: number; end: number; term: string; correctedTerm: string };

export type Spelling = {
  /** Terms to search with: known ones as they are, unknown ones replaced where something is near. In the order of the question. */
  terms: QueryTerm[];
  corrections: readonly Correction[];
};

export type Speller = {
  /**
   * Corrects the words that no readable cell holds, and no others. Only what the reader may see is asked, so a suggestion tells nothing about hidden
   * documents. Words with figures, of fewer than four letters, or with nothing near stay as they are.
   */
  correct(cells: readonly CellVersion[], question: string): Promise<Spelling>;
};

export type SpellerOptions = { analyzer: Analyzer; searcher: Pick<Searcher, 'statistics' | 'suggest'> };

/** A corrected word is a guess: it counts as another form of the word does. */
const correctedWeight = defaultShares.form;
const shortWord = 6;
/** Words corrected in one question. */
const maxCorrections = 4;

export function createSpeller({ analyzer, searcher }: SpellerOptions): Speller {
  async function nearest(cells: readonly CellVersion[], written: string, term: string): Promise<string | null> {
    const word = fold(written);
    // A slip in the ending changes the stem by more than the word ("contratso"), so edits of the word are stemmed and looked up too.
    const editsByStem = new Map<string, string[]>();
    if (word.length <= 20) {
      for (const edit of singleEdits(word)) {
        const [token, another] = analyzer.analyze(edit);
        if (token === undefined || another !== undefined) continue;
        const edits = editsByStem.get(token.term);
        if (edits) edits.push(edit);
        else editsByStem.set(token.term, [edit]);
      }
    }
    const candidates = [...editsByStem.keys()];
    const { passageFrequency } = await searcher.statistics(cells, candidates);
    // Of some eight hundred edits a handful is known: only their cost is worth its time.
    const found = candidates
      .map((candidate, at) => ({ term: candidate, frequency: passageFrequency[at]! }))
      .filter(({ frequency }) => frequency > 0)
      .map((one) => ({ ...one, cost: leastCost(word, editsByStem.get(one.term)!) }));
    const maxDistance = term.length >= 6 ? 2 : 1;
    for (const suggestion of await searcher.suggest(cells, term, { maxDistance, limit: 20 })) {
      found.push({
        term: suggestion.term,
        frequency: suggestion.passageFrequency,
        cost: editCost(term, suggestion.term),
      });
    }
    let best: { term: string; badness: number } | null = null;
    for (const { term: candidate, frequency, cost } of found) {
      // A short word with another letter at its head, and none that a finger or an ear confuses with it, is another word: "liga" is no "viga".
      if (cost >= 1 && candidate[0] !== term[0] && word.length < shortWord) continue;
      const badness = cost + (candidate[0] === term[0] ? 0 : 0.4) - 0.06 * Math.log2(1 + frequency);
      if (/\d/.test(candidate) || (best && badness >= best.badness)) continue;
      best = { term: candidate, badness };
    }
    return best?.term ?? null;
  }

  return {
    async correct(cells, question) {
      const all = analyzer.analyze(question);
      const tokens = distinct(all);
      const asked = queryTermsOf(all);
      const { passageFrequency } = await searcher.statistics(
        cells,
        tokens.map((token) => token.term),
      );
      const corrections: Correction[] = [];
      const terms: QueryTerm[] = [];
      for (const [at, token] of tokens.entries()) {
        const written = question.slice(token.start, token.end);
        const correctable =
          passageFrequency[at] === 0 &&
          token.term.length >= 4 &&
          /^\p{L}+$/u.test(written) &&
          corrections.length < maxCorrections;
        const term = correctable ? await nearest(cells, written, token.term) : null;
        if (term === null) terms.push(asked[at]!);
        else {
          corrections.push({ written, start: token.start, end: token.end, term: token.term, correctedTerm: term });
          terms.push({ term, weight: correctedWeight * (asked[at]!.weight ?? 1) });
        }
      }
      return { terms, corrections };
    },
  };
}

function leastCost(word: string, edits: readonly string[]): number {
  return Math.min(...edits.map((edit) => editCost(word, edit)));
}

function distinct(tokens: readonly Token[]): Token[] {
  const seen = new Set<string>();
  return tokens.filter((token) => !seen.has(token.term) && seen.add(token.term));
}
