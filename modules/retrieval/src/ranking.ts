import {
  type Analyzer,
  type CellVersion,
  type Correction,
  defaultShares,
  expandTerms,
  type PassageVerifier,
  type PostingsQuery,
  type QueryTerm,
  type RankedPassage,
  type Reranker,
  type Searcher,
  type SearchFilters,
  type Speller,
  type Thesaurus,
  type Variant,
} from '@nexus/search';

/** What the second stage looks at; whatever else a passage carries comes back with it. */
export type RankablePassage = {
  title: string;
  passage: { text: string; headings: readonly string[] };
  score: number;
};

export type RankingRequest<P extends RankablePassage> = {
  /** Exactly the cells that the reader may see. */
  cells: readonly CellVersion[];
  /** Natural words: a question or a query without its operators. */
  text: string;
  /** Operators of the search box around the terms that score; without it nothing is required or excluded. */
  query?: (terms: readonly QueryTerm[]) => PostingsQuery;
  /** Terms that were excluded: no other word may stand in for them either. */
  excluded?: readonly string[];
  filters?: SearchFilters | undefined;
  verify?: PassageVerifier;
  limit: number;
  /** Reads the ranked passages' text in the reader's name, in their order; what may not be read is left out. */
  open(ranked: readonly RankedPassage[]): Promise<P[]>;
};

export type Ranking<P> = {
  passages: P[];
  /** Unknown words and the terms that were searched in their place. */
  corrections: readonly Correction[];
  /** Inverse document frequency of the asked and of the corrected terms over the given cells; highest for a word that none of them holds. */
  weights: ReadonlyMap<string, number>;
  /** Other words for those asked: corrections first, then the thesaurus. */
  variants: readonly Variant[];
};

/** How many passages the index hands to the second stage. */
const rerankDepth = 50;

export type Ranker = ReturnType<typeof createRanker>;

export type RankerParts = {
  searcher: Searcher;
  analyzer: Analyzer;
  speller: Speller;
  thesaurus: Thesaurus;
  reranker: Reranker;
};

/**
 * Both stages of ranking: BM25 over the cells, then words, order and titles of the best fifty as they stand in the text. Words that no given
 * cell holds are replaced by near ones that some cell holds, and only those.
 */
export function createRanker({ searcher, analyzer, speller, thesaurus, reranker }: RankerParts) {
  return async function rank<P extends RankablePassage>(request: RankingRequest<P>): Promise<Ranking<P>> {
    const { cells, text, query, excluded = [], filters, verify, limit, open } = request;
    if (cells.length === 0 || analyzer.analyze(text).length === 0)
      return { passages: [], corrections: [], weights: new Map(), variants: [] };
    const related = thesaurus.variantsOf(text).filter(({ covers }) => !covers.some((term) => excluded.includes(term)));
    const spelling = await speller.correct(cells, text);
    // A word of the dictionary is no slip, even if no document has it.
    const words = new Set(related.flatMap(({ covers }) => (covers.length === 1 ? covers : [])));
    const corrections = spelling.corrections.filter(({ term }) => !words.has(term));
    const dropped = new Set(spelling.corrections.filter(({ term }) => words.has(term)).map((one) => one.correctedTerm));
    const asWritten = analyzer.analyze(text).map(({ term }) => term);
    const terms = spelling.terms.filter(({ term }) => !dropped.has(term) || asWritten.includes(term));
    const weights = await inverseFrequencies(searcher, cells, [
      ...new Set([...terms.map(({ term }) => term), ...asWritten]),
    ]);
    const variants = [
      ...corrections.map(({ term, correctedTerm }) => ({
        covers: [term],
        terms: [correctedTerm],
        share: defaultShares.form,
      })),
      ...related,
    ];
    const expanded = expandTerms(terms, variants);
    const ranked = await searcher.search({
      cells,
      query: query ? query(expanded) : { terms: expanded },
      limit: Math.max(rerankDepth, limit),
      ...(filters ? { filters } : {}),
      ...(verify ? { verify } : {}),
    });
    const found = await open(ranked.passages);
    const candidates = found.map(({ passage, title, score }) => {
      return { text: passage.text, headings: passage.headings, title, score };
    });
    const ordered = reranker.rerank(text, candidates, (term) => weights.get(term) ?? 0, variants);
    const passages = ordered.slice(0, limit).map(({ candidate, score }) => ({ ...found[candidate]!, score }));
    return { passages, corrections, weights, variants };
  };
}

async function inverseFrequencies(
  searcher: Searcher,
  cells: readonly CellVersion[],
  terms: readonly string[],
): Promise<Map<string, number>> {
  const { passages, passageFrequency } = await searcher.statistics(cells, terms);
  return new Map(
    terms.map((term, i) => {
      const frequency = passageFrequency[i] ?? 0;
      return [term, Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))];
    }),
  );
}
