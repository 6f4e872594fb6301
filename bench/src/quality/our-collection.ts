import { createHmac } from 'node:crypto';
import {
  commitChange,
  createAnalyzer,
  createCellWriter,
  createMemoryStore,
  createReranker,
  createSearcher,
  createThesaurus,
  expandTerms,
  type Language,
  queryTermsOf,
  rerankDepth,
  type TermBlinder,
  type Variant,
} from '@nexus/search';

export type CollectionPassage = { title: string; text: string };

/** Passages by number, best first, with their scores. */
export type OurRanking = { passage: number; score: number }[];

/** Our engine as the vault uses it: blind terms, the real index, then the second ranking stage over the texts. */
export type OurCollection = {
  rank(
    question: string,
  ): Promise<{ ranking: OurRanking; weightOf: (term: string) => number; variants: readonly Variant[] }>;
};

const cell = 'bench.collection';
export const benchAnalyzer = createAnalyzer();
const thesaurus = createThesaurus({ analyzer: benchAnalyzer });
const reranker = createReranker({ analyzer: benchAnalyzer });

/** Indexes the passages, each as a document of its own: what is measured is ranking, not how a text was cut. */
export async function createOurCollection(
  passages: readonly CollectionPassage[],
  language: Language,
): Promise<OurCollection> {
  const store = createMemoryStore();
  const blinder: TermBlinder = {
    blind: (term) => createHmac('sha256', 'bench').update(term).digest().readBigUInt64LE(0),
  };
  const writer = createCellWriter({ store, cell, blinder, analyzer: benchAnalyzer });
  for (const [number, { title, text }] of passages.entries()) {
    writer.add({
      documentId: idOf(number),
      title,
      language,
      kind: 'text',
      day: null,
      folderId: null,
      passages: [{ text, headings: [] }],
    });
  }
  await commitChange(store, writer);
  const searcher = createSearcher({ store, blinderFor: () => blinder });
  const cells = [{ cell, version: 1 }];

  return {
    async rank(question) {
      const asked = queryTermsOf(benchAnalyzer.analyze(question));
      const terms = asked.map(({ term }) => term);
      if (terms.length === 0) return { ranking: [], weightOf: () => 0, variants: [] };
      const variants = thesaurus.variantsOf(question);
      const [found, statistics] = await Promise.all([
        searcher.search({ cells, query: { terms: expandTerms(asked, variants) }, limit: rerankDepth }),
        searcher.statistics(cells, terms),
      ]);
      const weights = new Map(
        terms.map((term, at) => [term, inverseFrequency(statistics.passages, statistics.passageFrequency[at]!)]),
      );
      const weightOf = (term: string) => weights.get(term) ?? 0;
      const candidates = found.passages.map(({ documentId, score }) => ({
        ...passages[numberOf(documentId)]!,
        headings: [],
        score,
      }));
      const ranking = reranker.rerank(question, candidates, weightOf, variants).map(({ candidate, score }) => ({
        passage: numberOf(found.passages[candidate]!.documentId),
        score,
      }));
      return { ranking, weightOf, variants };
    },
  };
}

function inverseFrequency(passages: number, frequency: number): number {
  return Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5));
}

function idOf(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function numberOf(documentId: string): number {
  return Number.parseInt(documentId.slice(-12), 16);
}
