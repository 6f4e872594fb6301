import type { Analyzer, DocumentHead, FieldWeights, IndexedPassage, TermBlinder } from '../../contract.ts';
import { createGrowableBytes } from '../codec/growable-bytes.ts';
import { createGrowableWords } from '../codec/growable-words.ts';
import { byteOfLength } from '../codec/passage-length.ts';
import { splitKey } from './blind-key.ts';
import { encodeCompanion } from './companion.ts';
import { compareIds, type DocumentRow, documentColumns, idBytes } from './document-table.ts';
import { createPostingEncoder } from './posting-encoder.ts';
import { maxFrequency, maxPassagesPerSegment } from './posting-format.ts';
import { assembleSegment } from './segment-assembly.ts';
import { sortTerms } from './sort-terms.ts';

export type BuiltSegment = {
  segment: Uint8Array<ArrayBuffer>;
  companion: Uint8Array<ArrayBuffer>;
  passages: number;
  documents: number;
};

export type SegmentBuilder = {
  readonly passages: number;
  /** Begins a document; what is added next is its passages. */
  begin(document: DocumentHead): void;
  /** Analyses passages of the document begun last and keeps their postings; their text is not kept. */
  addPassages(passages: Iterable<IndexedPassage>): void;
  /** The segment of all documents but those whose id is given; null when none is left. */
  build(blinder: TermBlinder, isLeftOut: (documentNumber: number) => boolean): BuiltSegment | null;
};

/** Collects postings as (term, frequency) runs by passage: about 5 bytes a posting plus the map of words, until `build`. */
export function createSegmentBuilder(analyzer: Analyzer, weights: FieldWeights): SegmentBuilder {
  const numberOfTerm = new Map<string, number>();
  const documents: { head: DocumentHead; row: DocumentRow; firstPassage: number }[] = [];
  const postingTerms = createGrowableWords(4096);
  const postingFrequencies = createGrowableBytes(4096);
  const passageStarts = createGrowableWords(64);
  const lengths = createGrowableBytes(64);
  let counts = new Uint32Array(1024);

  function countField(text: string, language: DocumentHead['language'], weight: number, seen: number[]): number {
    if (weight === 0 || text === '') return 0;
    const tokens = analyzer.analyze(text, language);
    for (const { term } of tokens) {
      let number = numberOfTerm.get(term);
      if (number === undefined) {
        number = numberOfTerm.size;
        numberOfTerm.set(term, number);
        if (number >= counts.length) {
          const grown = new Uint32Array(counts.length * 2);
          grown.set(counts);
          counts = grown;
        }
      }
      if (counts[number] === 0) seen.push(number);
      counts[number]! += weight;
    }
    return tokens.length * weight;
  }

  function begin(document: DocumentHead): void {
    const row: DocumentRow = {
      id: idBytes(document.documentId),
      passages: 0,
      kind: document.kind,
      language: document.language,
      day: document.day,
      folder: document.folderId === null ? null : idBytes(document.folderId),
    };
    documents.push({ head: document, row, firstPassage: passageStarts.length });
  }

  function count(document: DocumentHead, passage: IndexedPassage): void {
    if (passageStarts.length >= maxPassagesPerSegment) {
      throw new RangeError(`more than ${maxPassagesPerSegment} passages in one batch`);
    }
    passageStarts.push(postingTerms.length);
    const seen: number[] = [];
    let length = countField(passage.text, document.language, weights.body, seen);
    for (const heading of passage.headings) length += countField(heading, document.language, weights.heading, seen);
    length += countField(document.title, document.language, weights.title, seen);
    for (const number of seen) {
      postingTerms.push(number);
      postingFrequencies.byte(Math.min(maxFrequency, counts[number]!));
      counts[number] = 0;
    }
    lengths.byte(byteOfLength(length));
  }

  return {
    get passages() {
      return passageStarts.length;
    },
    begin,
    addPassages(passages) {
      const { head, row } = documents.at(-1)!;
      for (const passage of passages) {
        count(head, passage);
        row.passages += 1;
      }
    },
    build(blinder, isLeftOut) {
      const kept = documents.filter((_, i) => !isLeftOut(i)).sort((a, b) => compareIds(a.row.id, 0, b.row.id, 0));
      if (kept.length === 0) return null;
      const runs = {
        terms: postingTerms.values(),
        frequencies: postingFrequencies.toBytes(),
        total: postingTerms.length,
      };
      const starts = passageStarts.values().slice(0, passageStarts.length);
      const passages = kept.flatMap(({ row, firstPassage }) =>
        Array.from({ length: row.passages }, (_, i) => firstPassage + i),
      );
      const allLengths = lengths.toBytes();
      const finalLengths = Uint8Array.from(passages, (passage) => allLengths[passage]!);
      const inverted = invert(passages, starts, runs, numberOfTerm.size);

      const termCount = numberOfTerm.size;
      const high = new Uint32Array(termCount);
      const low = new Uint32Array(termCount);
      const words: string[] = [];
      let number = 0;
      for (const term of numberOfTerm.keys()) {
        if (inverted.starts[number + 1]! > inverted.starts[number]!) {
          const key = splitKey(blinder.blind(term));
          high[number] = key.high;
          low[number] = key.low;
          words.push(term);
        }
        number += 1;
      }
      const encoder = createPostingEncoder(finalLengths);
      const termHigh = new Uint32Array(words.length);
      const termLow = new Uint32Array(words.length);
      const pointers = new Uint32Array(words.length);
      let written = 0;
      for (const term of sortTerms(high, low)) {
        const from = inverted.starts[term]!;
        const to = inverted.starts[term + 1]!;
        if (from === to) continue;
        termHigh[written] = high[term]!;
        termLow[written] = low[term]!;
        pointers[written] = encoder.append(
          inverted.ordinals.subarray(from, to),
          inverted.frequencies.subarray(from, to),
          to - from,
        );
        written += 1;
      }
      const columns = documentColumns(kept.map(({ row }) => row));
      return {
        segment: assembleSegment({
          ...columns,
          weights,
          termHigh,
          termLow,
          pointers,
          longLists: encoder.longLists(),
          shortLists: encoder.shortLists(),
          lengths: finalLengths,
        }),
        companion: encodeCompanion(columns.documentIds as Uint8Array, words.sort()),
        passages: passages.length,
        documents: kept.length,
      };
    },
  };
}

type Runs = { terms: Uint32Array; frequencies: Uint8Array; total: number };

/** Postings by passage to postings by term, in the new order of the passages: a counting sort. */
function invert(
  passages: readonly number[],
  passageStarts: Uint32Array,
  runs: Runs,
  termCount: number,
): { starts: Uint32Array; ordinals: Uint32Array; frequencies: Uint8Array } {
  const endOf = (passage: number) => passageStarts[passage + 1] ?? runs.total;
  const starts = new Uint32Array(termCount + 1);
  for (const passage of passages) {
    const end = endOf(passage);
    for (let i = passageStarts[passage]!; i < end; i += 1) starts[runs.terms[i]! + 1]! += 1;
  }
  for (let term = 0; term < termCount; term += 1) starts[term + 1]! += starts[term]!;
  const total = starts[termCount]!;
  const ordinals = new Uint32Array(total);
  const frequencies = new Uint8Array(total);
  const next = starts.slice();
  passages.forEach((passage, ordinal) => {
    const end = endOf(passage);
    for (let i = passageStarts[passage]!; i < end; i += 1) {
      const term = runs.terms[i]!;
      const place = next[term]!;
      ordinals[place] = ordinal;
      frequencies[place] = runs.frequencies[i]!;
      next[term] = place + 1;
    }
  });
  return { starts, ordinals, frequencies };
}
