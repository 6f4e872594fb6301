import type { CellId, IndexedDocument, PostingsQuery, RankedPassage, SearchFilters } from '../../contract.ts';
import { byteOfLength, lengthOfByte } from '../codec/passage-length.ts';
import { defaultFieldWeights, defaultRanking } from '../parameters.ts';
import { plainAnalyzer } from './fixtures.ts';

type Bag = { cell: CellId; document: IndexedDocument; passage: number; counts: Map<string, number>; length: number };

/** BM25 straight from the formula over all live passages: slow, obvious, and without any of the engine's data structures. */
export function referenceRanking(
  cells: ReadonlyMap<CellId, Iterable<IndexedDocument>>,
  query: PostingsQuery,
  filters: SearchFilters = {},
): RankedPassage[] {
  const bags = [...cells].flatMap(([cell, documents]) => [...documents].flatMap((document) => bagsOf(cell, document)));
  const average = bags.reduce((sum, bag) => sum + bag.length, 0) / bags.length;
  const { k1, b } = defaultRanking;
  const scored = bags.flatMap((bag) => {
    let score = 0;
    for (const { term, weight = 1 } of query.terms) {
      const frequency = bag.counts.get(term) ?? 0;
      const holders = bags.filter(({ counts }) => counts.has(term)).length;
      const idf = Math.log(1 + (bags.length - holders + 0.5) / (holders + 0.5));
      score += (weight * idf * frequency * (k1 + 1)) / (frequency + k1 * (1 - b + (b * bag.length) / average));
    }
    const holds = (term: string) => bag.counts.has(term);
    const isResult =
      query.terms.some(({ term }) => holds(term)) &&
      (query.required ?? []).every((group) => group.some(holds)) &&
      !(query.excluded ?? []).some(holds) &&
      passes(bag.document, filters);
    return isResult ? [{ cell: bag.cell, documentId: bag.document.documentId, passage: bag.passage, score }] : [];
  });
  return scored.sort((x, y) => y.score - x.score);
}

function bagsOf(cell: CellId, document: IndexedDocument): Bag[] {
  return [...document.passages].map((passage, number) => {
    const counts = new Map<string, number>();
    let length = 0;
    const count = (text: string, weight: number) => {
      for (const { term } of plainAnalyzer.analyze(text)) {
        counts.set(term, (counts.get(term) ?? 0) + weight);
        length += weight;
      }
    };
    count(passage.text, defaultFieldWeights.body);
    for (const heading of passage.headings) count(heading, defaultFieldWeights.heading);
    count(document.title, defaultFieldWeights.title);
    return { cell, document, passage: number, counts, length: lengthOfByte[byteOfLength(length)]! };
  });
}

function passes(document: IndexedDocument, filters: SearchFilters): boolean {
  const among = <T>(list: readonly T[] | undefined, value: T) => !list?.length || list.includes(value);
  const { fromDay, toDay } = filters;
  const dated = fromDay === undefined && toDay === undefined;
  return (
    among(filters.kinds, document.kind) &&
    among(filters.languages, document.language) &&
    (!filters.folderIds?.length || (document.folderId !== null && filters.folderIds.includes(document.folderId))) &&
    (dated || (document.day !== null && document.day >= (fromDay ?? -1e9) && document.day <= (toDay ?? 1e9)))
  );
}
