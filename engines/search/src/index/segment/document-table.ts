import { uuidToBytes } from '@nexus/kernel';
import type { Language } from '../../contract.ts';
import { noDay } from './segment.ts';
import type { SegmentParts } from './segment-assembly.ts';

export const languages: readonly Language[] = ['und', 'es', 'en'];

/** What the table keeps of a document; ids as 16 bytes. */
export type DocumentRow = {
  id: Uint8Array;
  passages: number;
  kind: string;
  language: Language;
  day: number | null;
  folder: Uint8Array | null;
};

export type DocumentColumns = Pick<
  SegmentParts,
  'firstPassage' | 'days' | 'folderOf' | 'kindOf' | 'languageOf' | 'documentIds' | 'folders' | 'kindNames'
>;

/** Rows in the order of their ids to columns. */
export function documentColumns(rows: readonly DocumentRow[]): DocumentColumns {
  const firstPassage = new Uint32Array(rows.length + 1);
  const days = new Int32Array(rows.length);
  const folderOf = new Uint32Array(rows.length);
  const kindOf = new Uint16Array(rows.length);
  const languageOf = new Uint8Array(rows.length);
  const documentIds = new Uint8Array(rows.length * 16);
  const kinds = new Map<string, number>();
  const folders = new Map<string, { number: number; bytes: Uint8Array }>();
  let passages = 0;
  rows.forEach((row, i) => {
    firstPassage[i] = passages;
    passages += row.passages;
    days[i] = row.day ?? noDay;
    languageOf[i] = Math.max(0, languages.indexOf(row.language));
    documentIds.set(row.id, i * 16);
    kindOf[i] = numberIn(kinds, row.kind.replaceAll('\n', ' '));
    if (row.folder !== null) {
      const key = row.folder.toHex();
      const known = folders.get(key) ?? { number: folders.size + 1, bytes: row.folder };
      folders.set(key, known);
      folderOf[i] = known.number;
    }
  });
  firstPassage[rows.length] = passages;
  const folderBytes = new Uint8Array(folders.size * 16);
  for (const folder of folders.values()) folderBytes.set(folder.bytes, (folder.number - 1) * 16);
  return {
    firstPassage,
    days,
    folderOf,
    kindOf,
    languageOf,
    documentIds,
    folders: folderBytes,
    kindNames: [...kinds.keys()],
  };
}

function numberIn(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  if (numbers.size > 0xffff) throw new RangeError('more than 65,536 kinds of documents');
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** Order of two 16-byte ids at the given places; that of their canonical text, too. */
export function compareIds(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let i = 0; i < 16; i += 1) {
    const difference = a[atA + i]! - b[atB + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Place of an id among sorted 16-byte ids, or -1. */
export function findId(ids: Uint8Array, id: Uint8Array): number {
  let from = 0;
  let to = ids.length / 16 - 1;
  while (from <= to) {
    const middle = (from + to) >>> 1;
    const order = compareIds(ids, middle * 16, id, 0);
    if (order === 0) return middle;
    if (order < 0) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
}

/** Accepts upper case; throws TypeError on anything that is not a UUID. */
export function idBytes(uuid: string): Uint8Array {
  return uuidToBytes(uuid.toLowerCase());
}
