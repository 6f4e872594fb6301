import type { Analyzer, PostingsQuery, QueryTerm } from '../contract.ts';
import type { ParsedQuery, Phrase } from './parsed-query.ts';

/** The question at postings level. `terms` replaces the parsed ones, after correction. Phrases still need `holdsPhrases` over the text. */
export function toPostingsQuery(query: ParsedQuery, terms: readonly QueryTerm[] = query.weightedTerms): PostingsQuery {
  const required = query.phrases.flatMap((phrase) => phrase.terms.map(({ term }) => [term]));
  return {
    terms,
    ...(required.length > 0 && { required }),
    ...(query.excludedTerms.length > 0 && { excluded: query.excludedTerms }),
  };
}

/** Whether the index alone cannot decide: the text of each result has to be read and asked of `holdsPhrases`. */
export function needsVerification(query: ParsedQuery): boolean {
  return query.excludedPhrases.length > 0 || query.phrases.some((phrase) => phrase.terms.length > 1);
}

/** Whether a passage holds every phrase of the question and none of the excluded ones. Linear in the text for each phrase. */
export function holdsPhrases(analyzer: Analyzer, query: ParsedQuery, text: string): boolean {
  if (!needsVerification(query)) return true;
  const positions = new Map<string, number[]>();
  for (const { term, position } of analyzer.analyze(text)) {
    const at = positions.get(term);
    if (at) at.push(position);
    else positions.set(term, [position]);
  }
  return (
    query.phrases.every((phrase) => holds(positions, phrase)) &&
    !query.excludedPhrases.some((phrase) => holds(positions, phrase))
  );
}

function holds(positions: ReadonlyMap<string, readonly number[]>, phrase: Phrase): boolean {
  const [first, ...rest] = phrase.terms;
  if (!first) return true;
  const sets = rest.map(({ term, offset }) => ({ at: new Set(positions.get(term) ?? []), offset }));
  return (positions.get(first.term) ?? []).some((start) => sets.every(({ at, offset }) => at.has(start + offset)));
}
