import type { CellCache } from '../cells/cell-cache.ts';
import type { CellView } from '../cells/cell-view.ts';
import type { WordLists } from '../cells/word-lists.ts';
import { readFrontCoded } from '../codec/front-coding.ts';
import { correctable } from '../segment/companion.ts';

/** False only when the cell certainly lacks the term. */
export type MayHold = (view: CellView, term: number) => boolean;

/** A handful of look-ups is not worth reading the lists of words. */
const worthReading = 16;
/** In a larger cell most terms are found anyway, and its list takes longer to read. */
const smallCellPassages = 2_000;

const fingerprints = new WeakMap<WordLists, Uint32Array>();

/**
 * Which terms may stand in which small cells, by 32-bit hashes of their words. A question with synonyms over 500 spaces would else blind 15,000 terms, each
 * with another key, to find that nine in ten are not there. Words are compared within the process that holds the keys; nothing of this is stored.
 */
export async function heldTerms(
  cache: CellCache,
  views: readonly CellView[],
  terms: readonly string[],
): Promise<MayHold> {
  if (views.length * terms.length < worthReading) return () => true;
  const small = views.filter((view) => view.livePassages <= smallCellPassages);
  const known = new Map<CellView, Uint32Array>();
  await Promise.all(small.map(async (view) => known.set(view, fingerprintsOf(await cache.words(view)))));
  const hashes = terms.map((term) => (correctable.test(term) ? hashOf(term) : -1));
  return (view, term) => {
    const hash = hashes[term]!;
    const words = hash < 0 ? undefined : known.get(view);
    return words === undefined || holds(words, hash);
  };
}

function fingerprintsOf(words: WordLists): Uint32Array {
  const made = fingerprints.get(words) ?? Uint32Array.from(allHashes(words)).sort();
  fingerprints.set(words, made);
  return made;
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
