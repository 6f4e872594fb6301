import type { Analyzer, SearchFilters } from '../contract.ts';
import { type DayRange, dayRangeOf, kindsOf, languagesOf } from './filter-values.ts';
import { lexQuery, type QueryItem } from './lex-query.ts';
import type { ParsedQuery, Phrase, QueryOutcome, QueryProblem } from './parsed-query.ts';
import { queryTermsOf } from './query-terms.ts';

/** Bounds of what one may type. */
export const queryLimits = { characters: 4_000, terms: 64, phrases: 8 };

/**
 * Reads what was typed into the search box.
 *
 * ```
 * query   = { ["-"] phrase | filter | ["-"] word }
 * phrase  = '"' text '"' | "«" text "»" | "“" text "”"
 * filter  = field operator value           no spaces between them; a value with spaces goes into quotation marks
 * field   = tipo | type | formato | format | fecha | date | carpeta | folder | etiqueta | label | idioma | language | lang
 * operator= ":" | "=" | ">=" | "<=" | ">" | "<"          the last four for dates
 * value   = pdf,docx | word | excel | correo | ...  ;  2024 | 2024-03 | 2024-03-15 | 15/03/2024 | 2024-01..2024-06  ;  es | en
 * ```
 * Never throws. Linear, and bounded by `queryLimits`: a longer text is refused as `too_long` before anything is read.
 */
export function parseQuery(analyzer: Analyzer, text: string): ParsedQuery {
  if (text.length > queryLimits.characters) return nothing('too_long', []);
  const items = lexQuery(text);
  const problems: QueryProblem[] = [];
  const { filters, folders, labels } = readFilters(items, problems);
  const asked = items
    .filter((item) => item.type !== 'filter' && !item.excluded)
    .map((item) => (item as { text: string }).text);
  const phrases: Phrase[] = [];
  const excludedPhrases: Phrase[] = [];
  const excludedTerms: string[] = [];

  for (const item of items) {
    if (item.type === 'filter' || (item.type === 'word' && !item.excluded)) continue;
    const phrase = phraseOf(analyzer, item.text);
    if (phrase.terms.length === 0) {
      if (item.type === 'phrase') problems.push({ code: 'phrase_of_stop_words', text: item.text });
    } else if (item.excluded) {
      if (phrase.terms.length === 1) excludedTerms.push(phrase.terms[0]!.term);
      else excludedPhrases.push(phrase);
    } else phrases.push(phrase);
  }
  if (phrases.length > queryLimits.phrases)
    problems.push({ code: 'too_many_phrases', text: phrases[queryLimits.phrases]!.text });
  const all = queryTermsOf(analyzer.analyze(asked.join(' ')));
  if (all.length > queryLimits.terms) problems.push({ code: 'too_many_words', text: String(all.length) });

  const filtered = Object.keys(filters).length > 0 || folders.length > 0 || labels.length > 0;
  const excluding = excludedTerms.length + excludedPhrases.length > 0;
  return {
    outcome: outcomeOf(all.length, asked.length, excluding, filtered),
    text: asked.join(' '),
    terms: all.slice(0, queryLimits.terms).map(({ term }) => term),
    weightedTerms: all.slice(0, queryLimits.terms),
    phrases: phrases.slice(0, queryLimits.phrases),
    excludedTerms: [...new Set(excludedTerms)].slice(0, queryLimits.terms),
    excludedPhrases: excludedPhrases.slice(0, queryLimits.phrases),
    filters,
    folders,
    labels,
    problems,
  };
}

function outcomeOf(terms: number, asked: number, excluding: boolean, filtered: boolean): QueryOutcome {
  if (terms > 0) return 'ok';
  if (asked > 0) return 'stop_words_only';
  if (excluding) return 'exclusions_only';
  return filtered ? 'filters_only' : 'empty';
}

function nothing(outcome: QueryOutcome, problems: QueryProblem[]): ParsedQuery {
  return {
    outcome,
    text: '',
    terms: [],
    weightedTerms: [],
    phrases: [],
    excludedTerms: [],
    excludedPhrases: [],
    filters: {},
    folders: [],
    labels: [],
    problems,
  };
}

/** The analysed words of a text with their distances from the first. Of several terms at one position the first, the whole, is taken. */
export function phraseOf(analyzer: Analyzer, text: string): Phrase {
  const tokens = analyzer.analyze(text);
  const first = tokens[0]?.position ?? 0;
  const seen = new Set<number>();
  const terms: { term: string; offset: number }[] = [];
  for (const token of tokens) {
    if (seen.has(token.position)) continue;
    seen.add(token.position);
    terms.push({ term: token.term, offset: token.position - first });
  }
  return { text, terms };
}

function readFilters(
  items: readonly QueryItem[],
  problems: QueryProblem[],
): { filters: SearchFilters; folders: string[]; labels: string[] } {
  const filters: SearchFilters = {};
  const folders: string[] = [];
  const labels: string[] = [];
  for (const item of items) {
    if (item.type !== 'filter') continue;
    if (item.field === 'folder') folders.push(item.value);
    else if (item.field === 'label') labels.push(item.value);
    else if (item.field === 'kind') {
      const kinds = kindsOf(item.value);
      if (kinds) filters.kinds = [...new Set([...(filters.kinds ?? []), ...kinds])];
      else problems.push({ code: 'unknown_type', text: item.value });
    } else if (item.field === 'language') {
      const languages = languagesOf(item.value);
      if (languages) filters.languages = [...new Set([...(filters.languages ?? []), ...languages])];
      else problems.push({ code: 'unknown_language', text: item.value });
    } else {
      const days = dayRangeOf(item.operator, item.value);
      if (days) narrow(filters, days);
      else problems.push({ code: 'bad_date', text: item.value });
    }
  }
  return { filters, folders, labels };
}

// Two date filters narrow each other.
function narrow(filters: SearchFilters, days: DayRange): void {
  if (days.fromDay !== undefined) filters.fromDay = Math.max(filters.fromDay ?? days.fromDay, days.fromDay);
  if (days.toDay !== undefined) filters.toDay = Math.min(filters.toDay ?? days.toDay, days.toDay);
}
