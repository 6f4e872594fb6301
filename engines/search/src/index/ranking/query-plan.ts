import type { PostingsQuery, TermBlinder } from '../../contract.ts';
import type { Blinded } from '../cells/blind-cache.ts';
import type { CellView } from '../cells/cell-view.ts';
import { countLive, type SegmentView } from '../cells/segment-view.ts';
import { findTerm } from '../segment/term-lookup.ts';
import type { MayHold } from './held-terms.ts';

/** Every term of a question, looked up in every segment of the readable cells. */
export type TermTable = {
  rows: readonly { view: CellView; segment: SegmentView }[];
  terms: readonly string[];
  /** `pointers[row * terms.length + term]`, -1 where the segment lacks it. */
  pointers: Float64Array;
  /** Live passages that hold each term, over all rows. */
  passageFrequency: Float64Array;
  passages: number;
  averageLength: number;
};

export function lookUpTerms(
  views: readonly CellView[],
  terms: readonly string[],
  blind: (blinder: TermBlinder) => Blinded,
  mayHold: MayHold | null = null,
): TermTable {
  const rows = views.flatMap((view) => view.segments.map((segment) => ({ view, segment })));
  const pointers = new Float64Array(rows.length * terms.length).fill(-1);
  const passageFrequency = new Float64Array(terms.length);
  let row = 0;
  let passages = 0;
  let length = 0;
  for (const view of views) {
    passages += view.livePassages;
    length += view.liveLength;
    if (view.segments.length === 0) continue;
    const blinded = blind(view.blinder);
    const isPossible = mayHold?.(view) ?? null;
    for (let term = 0; term < terms.length; term += 1) {
      if (isPossible !== null && !isPossible(term)) continue;
      const { high, low } = blinded(terms[term]!);
      for (let s = 0; s < view.segments.length; s += 1) {
        const ofSegment = view.segments[s]!;
        const place = findTerm(ofSegment.segment, high, low);
        if (place < 0) continue;
        const pointer = ofSegment.segment.pointers[place]!;
        pointers[(row + s) * terms.length + term] = pointer;
        passageFrequency[term]! += countLive(ofSegment, pointer);
      }
    }
    row += view.segments.length;
  }
  return { rows, terms, pointers, passageFrequency, passages, averageLength: passages === 0 ? 0 : length / passages };
}

/** A question with each term once: numbers point into `terms`. */
export type NumberedQuery = {
  terms: string[];
  scoring: { term: number; weight: number }[];
  required: number[][];
  excluded: number[];
};

/** The rounding of scores is exact only below this; nobody needs more. */
const maxWeight = 1000;
const maxTerms = 4096;

/** @throws RangeError on a weight that is not above 0 and at most 1,000, and on more than 4,096 different terms. */
export function numberQuery(query: PostingsQuery): NumberedQuery {
  const numbers = new Map<string, number>();
  const numberOf = (term: string): number => {
    const number = numbers.get(term) ?? numbers.size;
    numbers.set(term, number);
    return number;
  };
  const weights = new Map<number, number>();
  for (const { term, weight = 1 } of query.terms) {
    if (!(weight > 0 && weight <= maxWeight)) throw new RangeError('the weight of a term is above 0 and at most 1,000');
    const number = numberOf(term);
    weights.set(number, (weights.get(number) ?? 0) + weight);
  }
  const required = (query.required ?? []).map((group) => [...new Set(group.map(numberOf))]);
  const excluded = [...new Set((query.excluded ?? []).map(numberOf))];
  if (numbers.size > maxTerms) throw new RangeError('a question may have 4,096 different terms');
  const scoring = Array.from(weights, ([term, weight]) => ({ term, weight: Math.min(weight, maxWeight) }));
  return { terms: [...numbers.keys()], scoring, required, excluded };
}
