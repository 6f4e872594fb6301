import { uuidFromBytes } from '@nexus/kernel';
import type { RankedPassage, RankingParameters } from '../../contract.ts';
import { barredPassages, type DocumentFilter } from '../cells/passage-filter.ts';
import { compareIds } from '../segment/document-table.ts';
import type { Segment } from '../segment/segment.ts';
import { createSaturation, inverseFrequency, type Saturation } from './bm25.ts';
import type { NumberedQuery, TermTable } from './query-plan.ts';
import { scoreSegment } from './score-segment.ts';
import { createTopPassages } from './top-passages.ts';

export type RankOptions = { limit: number; filter: DocumentFilter | null; prune?: boolean };

/** Ranks what a term table has found. Pure computation on memory; synchronous, so that one version of each cell is seen throughout. */
export function createRanker(parameters: RankingParameters) {
  // The table of a collection is good until its average length changes, so for many questions in a row.
  let remembered: { averageLength: number; saturation: Saturation } | null = null;

  return function rankPassages(query: NumberedQuery, table: TermTable, options: RankOptions): RankedPassage[] {
    const { rows, pointers, passageFrequency, passages, averageLength } = table;
    if (passages === 0) return [];
    if (remembered?.averageLength !== averageLength) {
      remembered = { averageLength, saturation: createSaturation(parameters, averageLength) };
    }
    const { saturation } = remembered;
    const scoring = query.scoring
      .filter(({ term }) => passageFrequency[term]! > 0)
      .map(({ term, weight }) => ({ term, weight: weight * inverseFrequency(passages, passageFrequency[term]!) }))
      .sort((a, b) => b.weight - a.weight || a.term - b.term);
    if (query.required.some((group) => group.every((term) => passageFrequency[term] === 0))) return [];

    const isBefore = (rowA: number, ordinalA: number, rowB: number, ordinalB: number): boolean => {
      if (rowA === rowB) return ordinalA < ordinalB;
      const a = rows[rowA]!;
      const b = rows[rowB]!;
      const documentA = documentOf(a.segment.segment, ordinalA);
      const documentB = documentOf(b.segment.segment, ordinalB);
      const order =
        compareIds(a.segment.segment.documentIds, documentA * 16, b.segment.segment.documentIds, documentB * 16) ||
        ordinalA - a.segment.segment.firstPassage[documentA]! - (ordinalB - b.segment.segment.firstPassage[documentB]!);
      return order !== 0 ? order < 0 : a.view.cell < b.view.cell;
    };
    const top = createTopPassages(Math.min(options.limit, passages), isBefore);
    const width = table.terms.length;
    rows.forEach(({ segment }, row) => {
      const pointerOf = (term: number) => pointers[row * width + term]!;
      scoreSegment(
        {
          row,
          segment: segment.segment,
          barred: barredPassages(segment, options.filter),
          scoring: scoring.map(({ term, weight }) => ({ pointer: pointerOf(term), weight })),
          required: query.required.map((group) => group.map(pointerOf)),
          excluded: query.excluded.map(pointerOf),
        },
        saturation,
        top,
        options.prune,
      );
    });
    return top.sorted().map(({ score, row, ordinal }) => {
      const { view, segment } = rows[row]!;
      const document = documentOf(segment.segment, ordinal);
      return {
        cell: view.cell,
        documentId: uuidFromBytes(segment.segment.documentIds.subarray(document * 16, document * 16 + 16)),
        passage: ordinal - segment.segment.firstPassage[document]!,
        score,
      };
    });
  };
}

/** The document whose passages include the ordinal: the last one that starts at or before it and is not empty. */
function documentOf(segment: Segment, ordinal: number): number {
  const { firstPassage } = segment;
  let from = 0;
  let to = segment.documents;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (firstPassage[middle]! <= ordinal) from = middle;
    else to = middle;
  }
  return from;
}
