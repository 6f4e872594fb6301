import type { TermBlinder } from '../../contract.ts';
import { frontCode, readFrontCoded } from '../codec/front-coding.ts';
import { createGrowableWords } from '../codec/growable-words.ts';
import { splitKey } from './blind-key.ts';
import { assembleCompanion, type Companion } from './companion.ts';
import { compareIds, type DocumentRow, documentColumns, languages } from './document-table.ts';
import { createCursor, endOfList, nextBlock, openCursor } from './posting-cursor.ts';
import { createPostingEncoder } from './posting-encoder.ts';
import { maxPassagesPerSegment } from './posting-format.ts';
import { noDay, openSegment, type Segment } from './segment.ts';
import { assembleSegment } from './segment-assembly.ts';
import type { BuiltSegment } from './segment-builder.ts';
import { findTerm } from './term-lookup.ts';

/** A segment with the numbers of its documents that shall not be carried over. */
export type MergeSource = { segment: Segment; companion: Companion; deleted: Uint32Array };

/** Number that a document of source `s` got, `gone` when it was left behind. */
export type DocumentNumbers = readonly Uint32Array[];
export const gone = 0xffff_ffff;

/**
 * Several segments to one without reading any text: postings are renumbered and written anew. Linear in the postings, apart from sorting those
 * lists whose sources interleave. `merged` is null when no document is left.
 */
export function mergeSegments(
  sources: readonly MergeSource[],
  blinder: TermBlinder,
): { merged: BuiltSegment | null; numbers: DocumentNumbers } {
  const { rows, numbers, ordinals, lengths } = renumber(sources);
  if (rows.length === 0) return { merged: null, numbers };
  if (lengths.length > maxPassagesPerSegment) throw new RangeError('the merged segment would be too large');

  const sum = (sizeOf: (segment: Segment) => number) =>
    sources.reduce((total, { segment }) => total + sizeOf(segment), 1024);
  const encoder = createPostingEncoder(lengths, {
    longWords: sum(({ longLists }) => longLists.length),
    shortBytes: sum(({ shortLists }) => shortLists.length),
  });
  const termHigh = createGrowableWords(1024);
  const termLow = createGrowableWords(1024);
  const pointers = createGrowableWords(1024);
  const gather = createGatherer(sources, ordinals);
  for (const key of ascendingKeys(sources)) {
    const count = gather.collect(key.places);
    if (count === 0) continue;
    termHigh.push(key.high);
    termLow.push(key.low);
    pointers.push(encoder.append(gather.ordinals(), gather.frequencies(), count));
  }
  const columns = documentColumns(rows);
  const segment = assembleSegment({
    ...columns,
    weights: sources[0]!.segment.weights,
    termHigh: termHigh.values().subarray(0, termHigh.length),
    termLow: termLow.values().subarray(0, termLow.length),
    pointers: pointers.values().subarray(0, pointers.length),
    longLists: encoder.longLists(),
    shortLists: encoder.shortLists(),
    lengths,
  });
  const dropsDocuments = sources.some((source) => source.deleted.length > 0);
  let words: Iterable<string> = mergeWords(sources.map((source) => source.companion.words));
  if (dropsDocuments) words = onlyHeld(words, openSegment(segment), blinder);
  const companion = assembleCompanion(columns.documentIds as Uint8Array, frontCode(words));
  return { merged: { segment, companion, passages: lengths.length, documents: rows.length }, numbers };
}

/** Interleaves the documents by id and says which number and which ordinals each of them gets. */
function renumber(sources: readonly MergeSource[]) {
  const numbers = sources.map(({ segment }) => new Uint32Array(segment.documents).fill(gone));
  const ordinals = sources.map(({ segment }) => new Uint32Array(segment.passages).fill(gone));
  const rows: DocumentRow[] = [];
  const lengths: number[] = [];
  const next = sources.map(() => 0);
  const deleted = sources.map((source) => new Set(source.deleted));
  for (;;) {
    let least = -1;
    sources.forEach(({ segment }, s) => {
      while (deleted[s]!.has(next[s]!)) next[s]! += 1;
      if (next[s]! >= segment.documents) return;
      const ids = segment.documentIds;
      if (least < 0 || compareIds(ids, next[s]! * 16, sources[least]!.segment.documentIds, next[least]! * 16) < 0) {
        least = s;
      }
    });
    if (least < 0) break;
    const { segment } = sources[least]!;
    const document = next[least]!;
    next[least]! += 1;
    numbers[least]![document] = rows.length;
    rows.push(readRow(segment, document));
    for (let p = segment.firstPassage[document]!; p < segment.firstPassage[document + 1]!; p += 1) {
      ordinals[least]![p] = lengths.length;
      lengths.push(segment.lengths[p]!);
    }
  }
  return { rows, numbers, ordinals, lengths: Uint8Array.from(lengths) };
}

function readRow(segment: Segment, document: number): DocumentRow {
  const folder = segment.folderOf[document]!;
  const day = segment.days[document]!;
  return {
    id: segment.documentIds.subarray(document * 16, document * 16 + 16),
    passages: segment.firstPassage[document + 1]! - segment.firstPassage[document]!,
    kind: segment.kinds[segment.kindOf[document]!]!,
    language: languages[segment.languageOf[document]!] ?? 'und',
    day: day === noDay ? null : day,
    folder: folder === 0 ? null : segment.folders.subarray(folder * 16 - 16, folder * 16),
  };
}

type Key = { high: number; low: number; places: Int32Array };

/** Every term once, with its place in each source or -1. The yielded object is used again. */
function* ascendingKeys(sources: readonly MergeSource[]): Generator<Key> {
  const segments = sources.map((source) => source.segment);
  const next = new Int32Array(segments.length);
  const key: Key = { high: 0, low: 0, places: new Int32Array(segments.length) };
  for (;;) {
    let found = false;
    segments.forEach((segment, s) => {
      const place = next[s]!;
      if (place >= segment.terms) return;
      const high = segment.termHigh[place]!;
      const low = segment.termLow[place]!;
      if (!found || high < key.high || (high === key.high && low < key.low)) {
        found = true;
        key.high = high;
        key.low = low;
      }
    });
    if (!found) return;
    segments.forEach((segment, s) => {
      const place = next[s]!;
      const here = place < segment.terms && segment.termHigh[place] === key.high && segment.termLow[place] === key.low;
      key.places[s] = here ? place : -1;
      if (here) next[s]! += 1;
    });
    yield key;
  }
}

/** Collects the renumbered postings of one term; an ordinal (22 bits) and a frequency (7 bits) are sorted as one number. */
function createGatherer(sources: readonly MergeSource[], ordinals: readonly Uint32Array[]) {
  const cursor = createCursor(sources[0]!.segment);
  const packed = createGrowableWords(1024);
  let total = 0;
  let outOrdinals = new Uint32Array(1024);
  let outFrequencies = new Uint8Array(1024);

  return {
    ordinals: () => outOrdinals,
    frequencies: () => outFrequencies,
    collect(places: Int32Array): number {
      total = 0;
      let last = -1;
      let sorted = true;
      sources.forEach(({ segment }, s) => {
        if (places[s]! < 0) return;
        openCursor(cursor, segment, segment.pointers[places[s]!]!);
        for (; cursor.ordinal !== endOfList; nextBlock(cursor)) {
          for (let i = 0; i < cursor.count; i += 1) {
            const ordinal = ordinals[s]![cursor.ordinals[i]!]!;
            if (ordinal === gone) continue;
            if (ordinal < last) sorted = false;
            last = ordinal;
            if (total >= packed.length) packed.extend(1024);
            packed.values()[total] = ordinal * 128 + cursor.frequencies[i]!;
            total += 1;
          }
        }
      });
      const run = packed.values().subarray(0, total);
      if (!sorted) run.sort();
      if (total > outOrdinals.length) {
        outOrdinals = new Uint32Array(total * 2);
        outFrequencies = new Uint8Array(total * 2);
      }
      for (let i = 0; i < total; i += 1) {
        outOrdinals[i] = run[i]! >>> 7;
        outFrequencies[i] = run[i]! & 127;
      }
      return total;
    },
  };
}

function* mergeWords(lists: readonly Uint8Array[]): Generator<string> {
  const readers = lists.map((list) => readFrontCoded(list));
  const heads = readers.map((reader) => reader.next());
  for (;;) {
    let least: string | null = null;
    for (const head of heads) if (!head.done && (least === null || head.value < least)) least = head.value;
    if (least === null) return;
    heads.forEach((head, i) => {
      if (!head.done && head.value === least) heads[i] = readers[i]!.next();
    });
    yield least;
  }
}

/** A word whose last passage was dropped must go, too: it would survive as a correction of what was erased. */
function* onlyHeld(words: Iterable<string>, segment: Segment, blinder: TermBlinder): Generator<string> {
  for (const word of words) {
    const { high, low } = splitKey(blinder.blind(word));
    if (findTerm(segment, high, low) >= 0) yield word;
  }
}
