import type {
  Analyzer,
  CellVersion,
  PassageVerifier,
  PostingsQuery,
  RankedPassage,
  Reranker,
  Searcher,
  SearchFilters,
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
  /** Operators of the search box; every term of `text` scores without it. */
  query?: PostingsQuery;
  filters?: SearchFilters | undefined;
  verify?: PassageVerifier;
  limit: number;
  /** Reads the ranked passages' text in the reader's name, in their order; what may not be read is left out. */
  open(ranked: readonly RankedPassage[]): Promise<P[]>;
};

export type Ranking<P> = {
  passages: P[];
  corrections: { from: string; to: string }[];
  /** Inverse document frequency of the searched terms over the given cells; 0 for a word that none of them holds. */
  weights: ReadonlyMap<string, number>;
};

/** How many passages the index hands to the second stage. */
const rerankDepth = 50;

export type Ranker = ReturnType<typeof createRanker>;

/** Both stages of ranking: BM25 over the cells, then words, order and titles of the best fifty as they stand in the text. */
export function createRanker({
  searcher,
  analyzer,
  reranker,
}: {
  searcher: Searcher;
  analyzer: Analyzer;
  reranker: Reranker;
}) {
  return async function rank<P extends RankablePassage>(request: RankingRequest<P>): Promise<Ranking<P>> {
    const { cells, text, filters, verify, limit, open } = request;
    const terms = [...new Set(analyzer.analyze(text).map((token) => token.term))];
    if (cells.length === 0 || terms.length === 0) return { passages: [], corrections: [], weights: new Map() };
    const weights = await inverseFrequencies(searcher, cells, terms);
    const ranked = await searcher.search({
      cells,
      query: request.query ?? { terms: terms.map((term) => ({ term })) },
      limit: Math.max(rerankDepth, limit),
      ...(filters ? { filters } : {}),
      ...(verify ? { verify } : {}),
    });
    const found = await open(ranked.passages);
    const candidates = found.map(({ passage, title, score }) => {
      return { text: passage.text, headings: passage.headings, title, score };
    });
    const ordered = reranker.rerank(text, candidates, (term) => weights.get(term) ?? 0);
    const passages = ordered.slice(0, limit).map(({ candidate, score }) => ({ ...found[candidate]!, score }));
    return { passages, corrections: [], weights };
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
      return [term, frequency === 0 ? 0 : Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))];
    }),
  );
}
