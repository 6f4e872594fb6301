import type { Words } from '../label-sets.ts';
import { findShippedLevel } from '../label-sets.ts';

type Named = { id: string; text: Words; mark: string };

export type Vocabulary = {
  levels: readonly (Named & { rank: number; code: string | null })[];
  compartments: readonly Named[];
  groups: readonly Named[];
};

/** What a document shows where markings stand. */
export type MarkedSample = {
  /** First and last lines of pages, where banner lines stand. */
  lines: readonly string[];
  /** Beginnings of paragraphs, where portion marks stand. */
  paragraphs: readonly string[];
};

export type Marking = {
  /** As it stands in the document. */
  written: string;
  /** `banner`: a line of its own. `portion`: the highest of the marks before paragraphs. */
  kind: 'banner' | 'portion';
  levelId: string;
  compartments: string[];
  releasableTo: string[] | null;
  /** Words of the marking that the installation's set does not know. A person has to look. */
  unknown: string[];
};

/** A banner line is short; longer lines are text that happens to begin with such a word. */
const longestBanner = 120;
const longestPortion = 60;
const mostLooked = 4_000;

/**
 * The highest marking that stands in the sample: banner lines such as `SECRET//NOFORN` or `DIFUSIÓN LIMITADA`, and portion marks such as
 * `(S//REL A, B)`. Compartments of all markings of the highest level are taken together. Pure; O(characters), any input is fine.
 */
export function findMarking(sample: MarkedSample, vocabulary: Vocabulary): Marking | null {
  const banners = sample.lines
    .slice(0, mostLooked)
    .filter((line) => line.length <= longestBanner)
    .flatMap((line) => readMarking(line, 'banner', vocabulary) ?? []);
  const portions = sample.paragraphs
    .slice(0, mostLooked)
    .flatMap((text) => (text.trimStart().startsWith('(') ? (portionOf(text) ?? []) : []))
    .flatMap((mark) => readMarking(mark, 'portion', vocabulary) ?? []);
  const rankOf = new Map(vocabulary.levels.map(({ id, rank }) => [id, rank]));
  const rank = (marking: Marking) => rankOf.get(marking.levelId)!;
  // A banner speaks for the whole document; portion marks only where there is none that is as high.
  const [first, ...rest] = [...banners, ...portions].sort((a, b) => rank(b) - rank(a));
  if (!first) return null;
  const equals = rest.filter((other) => rank(other) === rank(first));
  return equals.reduce(together, first);
}

function portionOf(text: string): string | null {
  const found = /^\s*\(([^()\n]{1,60})\)/u.exec(text.slice(0, longestPortion + 8));
  return found?.[1] ?? null;
}

function together(a: Marking, b: Marking): Marking {
  return {
    ...a,
    compartments: [...new Set([...a.compartments, ...b.compartments])].sort(),
    releasableTo:
      a.releasableTo === null || b.releasableTo === null
        ? (a.releasableTo ?? b.releasableTo)
        : a.releasableTo.filter((group) => b.releasableTo!.includes(group)),
    unknown: [...new Set([...a.unknown, ...b.unknown])].sort(),
  };
}

/** One marking: level first, then blocks behind `//`. Null when it does not begin with a level, or anything else follows the level. */
function readMarking(text: string, kind: Marking['kind'], vocabulary: Vocabulary): Marking | null {
  const written = text.trim().replace(/\s+/gu, ' ');
  const [head = '', ...blocks] = plain(written).split('//');
  const level = vocabulary.levels.find((one) => namesOf(one, kind).includes(head.trim()));
  if (!level) return null;
  // Banner lines are written in capitals; a line "confidencial" in the running text is not one.
  if (kind === 'banner' && written !== written.toLocaleUpperCase('es')) return null;
  const marking: Marking = { written, kind, levelId: level.id, compartments: [], releasableTo: null, unknown: [] };
  for (const block of blocks) readBlock(block.trim(), marking, vocabulary);
  return marking;
}

function readBlock(block: string, marking: Marking, vocabulary: Vocabulary): void {
  if (/^(no difundible|not releasable|nr)$/.test(block)) {
    marking.releasableTo = [];
    return;
  }
  const release = /^(?:rel to|rel a(?= \p{L})|rel|difundible a|autorizado a)\b(.*)$/u.exec(block);
  const names = (release ? release[1]! : block).split(/[/,\s]*[/,][/,\s]*|\s+-\s+/u).map((name) => name.trim());
  for (const name of names.filter((one) => one !== '')) {
    const known = (release ? vocabulary.groups : vocabulary.compartments).find((part) => isNamed(part, name));
    if (!known) marking.unknown.push(name);
    else if (release) marking.releasableTo = [...new Set([...(marking.releasableTo ?? []), known.id])].sort();
    else marking.compartments = [...new Set([...marking.compartments, known.id])].sort();
  }
}

function namesOf(level: Vocabulary['levels'][number], kind: Marking['kind']): string[] {
  const also = findShippedLevel(level.code)?.alsoWritten ?? [];
  const names = [level.text.es, level.text.en, ...also].map(plain);
  return kind === 'portion' ? [plain(level.mark), ...names] : names;
}

function isNamed({ text, mark }: Named, name: string): boolean {
  return [text.es, text.en, mark].some((known) => plain(known) === name);
}

/** Without case, accents and decoration. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^[\s*_=·.\-–—]+|[\s*_=·.\-–—]+$/gu, '')
    .replace(/\s*\/\/\s*/gu, '//')
    .replace(/\s+/gu, ' ');
}
