import { CorruptIndexError } from '../errors.ts';

/** `NXS1`, little-endian. The last character is the format; a reader refuses others. */
export const segmentMagic = 0x3153_584e;

/** Places of the header's 32-bit words. */
export const headerField = {
  magic: 0,
  checksum: 1,
  byteLength: 2,
  weights: 3,
  passages: 4,
  documents: 5,
  terms: 6,
  longWords: 7,
  shortBytes: 8,
  folders: 9,
  kindBytes: 10,
  totalLengthLow: 11,
  totalLengthHigh: 12,
} as const;
export const headerWords = 13;

/** Sections in the order of the file, with the bytes of an element; the order keeps every section aligned without padding. */
const order = [
  ['termHigh', 4],
  ['termLow', 4],
  ['pointers', 4],
  ['longLists', 4],
  ['firstPassage', 4],
  ['days', 4],
  ['folderOf', 4],
  ['kindOf', 2],
  ['languageOf', 1],
  ['documentIds', 1],
  ['folders', 1],
  ['lengths', 1],
  ['shortLists', 1],
  ['kinds', 1],
] as const;

export type SectionName = (typeof order)[number][0];

/** Where each section lies: offset in bytes, length in elements. Checked against the total length of the header. */
export function segmentSections(header: Uint32Array): Record<SectionName, { offset: number; length: number }> {
  const terms = header[headerField.terms]!;
  const documents = header[headerField.documents]!;
  const lengths: Record<SectionName, number> = {
    termHigh: terms,
    termLow: terms,
    pointers: terms,
    longLists: header[headerField.longWords]!,
    firstPassage: documents + 1,
    days: documents,
    folderOf: documents,
    kindOf: documents,
    languageOf: documents,
    documentIds: documents * 16,
    folders: header[headerField.folders]! * 16,
    lengths: header[headerField.passages]!,
    shortLists: header[headerField.shortBytes]!,
    kinds: header[headerField.kindBytes]!,
  };
  let offset = headerWords * 4;
  const sections = Object.fromEntries(
    order.map(([name, size]) => {
      const section = { offset, length: lengths[name] };
      offset += lengths[name] * size;
      return [name, section];
    }),
  ) as Record<SectionName, { offset: number; length: number }>;
  if (header[headerField.byteLength] !== offset) throw new CorruptIndexError('the parts of a segment do not add up');
  return sections;
}
