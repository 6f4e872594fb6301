import type { CellCache } from '../cells/cell-cache.ts';
import type { CellView } from '../cells/cell-view.ts';
import type { WordLists } from '../cells/word-lists.ts';
import { readFrontCoded } from '../codec/front-coding.ts';
import { correctable } from '../segment/companion.ts';

/** By cell: false only when it certainly lacks the term; null where nothing is known and every term has to be looked up. */
export type MayHold = (view: CellView) => ((term: number) => boolean) | null;

/** A handful of look-ups is not worth reading the lists of words. */
const worthReading = 16;
/** In a larger cell most terms are found anyway, and its list takes longer to read. */
const smallCellPassages = 2_000;

/** Sorted hashes of a cell's words, and a bit for each that answers nine in ten questions with one look. */
type Fingerprints = { sorted: Uint32Array; bits: Uint32Array };

const bitsOfCell = 8192;
const fingerprints = new WeakMap<CellView, Fingerprints>();

/**
 * Which terms may stand in which small cells, by 32-bit hashes of their words. A question with synonyms over 500 spaces would else blind 15,000 terms, each
 * with another key, to find that nine in ten are not there. Words are compared within the process that holds the keys; nothing of this is stored.
 */
export async function heldTerms(
  cache: CellCache,
  views: readonly CellView[],
  terms: readonly string[],
): Promise<MayHold> {
  if (views.length * terms.length < worthReading) return () => null;
  const small = views.filter((view) => view.livePassages <= smallCellPassages);
  const unread = small.filter((view) => !fingerprints.has(view));
  await Promise.all(unread.map(async (view) => fingerprints.set(view, makeFingerprints(await cache.words(view)))));
  const hashes = terms.map((term) => (correctable.test(term) ? hashOf(term) : -1));
  return (view) => {
    const words = fingerprints.get(view);
    if (words === undefined) return null;
    return (term) => {
      const hash = hashes[term]!;
      return hash < 0 || (hasBit(words.bits, hash) && holds(words.sorted, hash));
    };
  };
}

function makeFingerprints(words: WordLists): Fingerprints {
  const sorted = Uint32Array.from(allHashes(words)).sort();
  const bits = new Uint32Array(bitsOfCell / 32);
  for (const hash of sorted) bits[(hash % bitsOfCell) >>> 5]! |= 1 << (hash & 31);
  return { sorted, bits };
}

function hasBit(bits: Uint32Array, hash: number): boolean {
  return (bits[(hash % bitsOfCell) >>> 5]! & (1 << (hash & 31))) !== 0;
}

function* allHashes({ lists }: WordLists): Generator<number> {
  for (const list of lists) for (const word of readFrontCoded(list)) yield hashOf(word);
}

/** FNV-1a over UTF-16 units. Two words of one hash cost a needless look-up, nothing else. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function holds(sorted: Uint32Array, hash: number): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < hash) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === hash;
}
