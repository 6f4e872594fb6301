import { crc32 } from 'node:zlib';
import type { FieldWeights } from '../../contract.ts';
import { CorruptIndexError } from '../errors.ts';
import { headerField, headerWords, segmentMagic, segmentSections } from './segment-layout.ts';

/** An opened segment: views into one buffer, nothing copied, nothing parsed but the header. */
export type Segment = {
  bytes: number;
  passages: number;
  documents: number;
  terms: number;
  weights: FieldWeights;
  /** Sum of the lengths of all passages, deleted ones included. */
  totalLength: number;
  /** The 64-bit blind terms in ascending order, as two halves, and their posting pointers. */
  termHigh: Uint32Array;
  termLow: Uint32Array;
  pointers: Uint32Array;
  longLists: Uint32Array;
  shortLists: Uint8Array;
  /** First passage of each document, then the number of passages: `documents + 1` entries. Documents are in the order of their ids. */
  firstPassage: Uint32Array;
  days: Int32Array;
  /** Number of the folder in `folders` plus one; 0 for none. */
  folderOf: Uint32Array;
  kindOf: Uint16Array;
  languageOf: Uint8Array;
  /** 16 bytes each. */
  documentIds: Uint8Array;
  folders: Uint8Array;
  kinds: readonly string[];
  /** Length byte of each passage (`passage-length.ts`). */
  lengths: Uint8Array;
};

/** Day of a document without a date. */
export const noDay = -0x8000_0000;

/** @throws CorruptIndexError when the bytes are not a whole segment. */
export function openSegment(bytes: Uint8Array): Segment {
  // Views need an aligned start, and a view into a larger pool would keep all of it alive.
  const own = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  if (own.byteLength < headerWords * 4) throw new CorruptIndexError('a segment is shorter than its header');
  const header = new Uint32Array(own.buffer, 0, headerWords);
  if (header[headerField.magic] !== segmentMagic) throw new CorruptIndexError('not a segment of this format');
  if (header[headerField.byteLength] !== own.byteLength) throw new CorruptIndexError('a segment is torn');
  if (header[headerField.checksum] !== crc32(own.subarray(8))) throw new CorruptIndexError('a segment is damaged');

  const sections = segmentSections(header);
  const words = (name: keyof typeof sections) =>
    new Uint32Array(own.buffer, sections[name].offset, sections[name].length);
  const raw = (name: keyof typeof sections) => new Uint8Array(own.buffer, sections[name].offset, sections[name].length);
  const weights = header[headerField.weights]!;
  const kinds = Buffer.from(raw('kinds')).toString('utf8');
  return {
    bytes: own.byteLength,
    passages: header[headerField.passages]!,
    documents: header[headerField.documents]!,
    terms: header[headerField.terms]!,
    weights: { body: weights & 0xff, heading: (weights >>> 8) & 0xff, title: (weights >>> 16) & 0xff },
    totalLength: header[headerField.totalLengthLow]! + header[headerField.totalLengthHigh]! * 2 ** 32,
    termHigh: words('termHigh'),
    termLow: words('termLow'),
    pointers: words('pointers'),
    longLists: words('longLists'),
    firstPassage: words('firstPassage'),
    days: new Int32Array(own.buffer, sections.days.offset, sections.days.length),
    folderOf: words('folderOf'),
    kindOf: new Uint16Array(own.buffer, sections.kindOf.offset, sections.kindOf.length),
    languageOf: raw('languageOf'),
    documentIds: raw('documentIds'),
    folders: raw('folders'),
    lengths: raw('lengths'),
    shortLists: raw('shortLists'),
    kinds: kinds === '' ? [] : kinds.split('\n'),
  };
}
