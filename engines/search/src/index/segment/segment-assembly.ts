import { crc32 } from 'node:zlib';
import type { FieldWeights } from '../../contract.ts';
import { lengthOfByte } from '../codec/passage-length.ts';
import { headerField, headerWords, type SectionName, segmentMagic, segmentSections } from './segment-layout.ts';

/** What a segment is made of, in final order. */
export type SegmentParts = { weights: FieldWeights; kindNames: readonly string[] } & Record<
  Exclude<SectionName, 'kinds'>,
  Uint32Array | Int32Array | Uint16Array | Uint8Array
>;

/** One flat buffer, header and checksum included. */
export function assembleSegment(parts: SegmentParts): Uint8Array<ArrayBuffer> {
  const kinds = Buffer.from(parts.kindNames.join('\n'), 'utf8');
  let totalLength = 0;
  for (const byte of parts.lengths) totalLength += lengthOfByte[byte]!;

  const header = new Uint32Array(headerWords);
  header[headerField.magic] = segmentMagic;
  header[headerField.weights] = parts.weights.body | (parts.weights.heading << 8) | (parts.weights.title << 16);
  header[headerField.passages] = parts.lengths.length;
  header[headerField.documents] = parts.days.length;
  header[headerField.terms] = parts.pointers.length;
  header[headerField.longWords] = parts.longLists.length;
  header[headerField.shortBytes] = parts.shortLists.length;
  header[headerField.folders] = parts.folders.length / 16;
  header[headerField.kindBytes] = kinds.length;
  header[headerField.totalLengthLow] = totalLength % 2 ** 32;
  header[headerField.totalLengthHigh] = Math.floor(totalLength / 2 ** 32);
  const contents = { ...parts, kinds };
  const names = Object.keys(contents).filter((name) => name !== 'weights' && name !== 'kindNames') as SectionName[];
  header[headerField.byteLength] = names.reduce((sum, name) => sum + contents[name].byteLength, headerWords * 4);

  const bytes = new Uint8Array(header[headerField.byteLength]!);
  const sections = segmentSections(header);
  for (const name of names) {
    const part = contents[name];
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), sections[name].offset);
  }
  const words = new Uint32Array(bytes.buffer, 0, headerWords);
  words.set(header);
  words[headerField.checksum] = crc32(bytes.subarray(8));
  return bytes;
}
