import type { QueryTerm, SearchFilters } from '../contract.ts';

/** Words that must stand side by side. `offset` is the distance in words from the first; stop words leave gaps. */
export type Phrase = { text: string; terms: readonly { term: string; offset: number }[] };

/** What was typed but could not be used; shown to the person. */
export type QueryProblem = {
  code:
    | 'unknown_type'
    | 'unknown_language'
    | 'bad_date'
    | 'phrase_of_stop_words'
    | 'too_many_words'
    | 'too_many_phrases';
  text: string;
};

/**
 * Why there is, or is not, something to look for. `ok`: words or phrases. `empty`: nothing typed. `stop_words_only`, `exclusions_only`,
 * `filters_only`: nothing to rank by. `too_long`: over the limit, nothing was read.
 */
export type QueryOutcome = 'ok' | 'empty' | 'stop_words_only' | 'exclusions_only' | 'filters_only' | 'too_long';

export type ParsedQuery = {
  outcome: QueryOutcome;
  /** The words and phrases without operators, as typed: what is asked, for reranking and answering. */
  text: string;
  /** Distinct analysed terms of words and phrases, in order. */
  terms: readonly string[];
  /** The same terms, each weighing as often as it was said. */
  weightedTerms: readonly QueryTerm[];
  phrases: readonly Phrase[];
  /** Terms of which none may occur: `-word`. A word that gives several terms is excluded as a phrase. */
  excludedTerms: readonly string[];
  excludedPhrases: readonly Phrase[];
  /** Filters that the index knows. Names of folders and of labels stand beside them, for the caller to resolve within what the person may see. */
  filters: SearchFilters;
  folders: readonly string[];
  labels: readonly string[];
  problems: readonly QueryProblem[];
};
