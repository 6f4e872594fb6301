/** Bounded cache of word -> term. Two generations: when the young one is full it becomes the old one, and the old one is forgotten. */
export type TermCache = {
  /** Term of the word that stands at `start` to `end` (UTF-16 units, at most 64 of them) of a text; empty for a stop word. */
  termAt(text: string, start: number, end: number): string;
};

/** Words of one generation. */
const capacity = 1 << 16;
/** Twice the words: probes stay short. */
const slots = capacity * 2;

type Generation = {
  /** By slot: hash of the word, 0 in an empty slot. */
  hashes: Uint32Array;
  /** By slot: where the word's units begin in `units`, and how many there are. */
  starts: Uint32Array;
  lengths: Uint8Array;
  terms: string[];
  units: Uint16Array;
  used: number;
  size: number;
};

/**
 * `compute` must depend on the word alone, which is at most 255 units long. Amortised constant time; about 10 MB for ordinary words.
 *
 * A hash table over the units of the text itself, because most of what is read is known already: a `Map` would need a string of its own for every
 * word of a text, only to hash and forget it.
 */
export function createTermCache(compute: (word: string) => string): TermCache {
  let young = newGeneration();
  let old: Generation | null = null;

  return {
    termAt(text, start, end) {
      const hash = hashOf(text, start, end);
      const slot = find(young, hash, text, start, end);
      if (young.hashes[slot] !== 0) return young.terms[slot]!;
      const oldSlot = old === null ? -1 : find(old, hash, text, start, end);
      const isKnown = old !== null && old.hashes[oldSlot] !== 0;
      const term = isKnown ? old!.terms[oldSlot]! : compute(text.slice(start, end));
      if (young.size < capacity) {
        add(young, slot, hash, text, start, end, term);
        return term;
      }
      old = young;
      young = newGeneration();
      add(young, find(young, hash, text, start, end), hash, text, start, end, term);
      return term;
    },
  };
}

function newGeneration(): Generation {
  return {
    hashes: new Uint32Array(slots),
    starts: new Uint32Array(slots),
    lengths: new Uint8Array(slots),
    terms: new Array<string>(slots).fill(''),
    units: new Uint16Array(capacity),
    used: 0,
    size: 0,
  };
}

/** FNV-1a over UTF-16 units, stirred once so that the low bits depend on all; never 0. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return hash >>> 0 || 1;
}

/** The slot of the word, or the empty one where it belongs. */
function find(generation: Generation, hash: number, text: string, start: number, end: number): number {
  const { hashes, starts, lengths, units } = generation;
  const length = end - start;
  for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const there = hashes[slot]!;
    if (there === 0) return slot;
    if (there !== hash || lengths[slot] !== length) continue;
    const from = starts[slot]!;
    let i = 0;
    while (i < length && units[from + i] === text.charCodeAt(start + i)) i += 1;
    if (i === length) return slot;
  }
}

function add(
  generation: Generation,
  slot: number,
  hash: number,
  text: string,
  start: number,
  end: number,
  term: string,
): void {
  const length = end - start;
  if (generation.used + length > generation.units.length) {
    const larger = new Uint16Array(generation.units.length * 2);
    larger.set(generation.units);
    generation.units = larger;
  }
  for (let i = 0; i < length; i += 1) generation.units[generation.used + i] = text.charCodeAt(start + i);
  generation.hashes[slot] = hash;
  generation.starts[slot] = generation.used;
  generation.lengths[slot] = length;
  generation.terms[slot] = term;
  generation.used += length;
  generation.size += 1;
}
