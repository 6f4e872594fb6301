import { ParseFailure } from '../reader.ts';

/** One entry as the central directory declares it. Sizes are claims; only inflating tells the truth. */
export type ZipRecord = {
  name: string;
  compressedSize: number;
  declaredSize: number;
  crc: number;
  /** 0 stored, 8 deflate; others are not read. */
  method: number;
  encrypted: boolean;
  /** Where the local header starts, from the beginning of the file. */
  offset: number;
};

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_RECORD = 0x02014b50;
const ZIP64_EXTRA = 0x0001;
const FULL_32 = 0xffff_ffff;

/**
 * The central directory of a zip file (APPNOTE.TXT 6.3.10, sections 4.3.12-4.3.16), zip64 included. Bytes in front of the archive, as
 * self-extracting files have, are allowed. Reads at most `maxEntries` records: linear in their number.
 * @throws ParseFailure `broken` when the directory does not hold together, `bomb` when it lists more than `maxEntries`.
 */
export function readZipDirectory(bytes: Uint8Array, maxEntries: number): ZipRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const { count, size, offset, endAt } = readEnd(view, end);
  if (count > maxEntries) throw new ParseFailure('bomb', `the archive lists ${count} entries, more than ${maxEntries}`);
  const shift = endAt - size - offset;
  if (shift < 0) throw new ParseFailure('broken', 'the archive directory lies outside of the file');
  const records: ZipRecord[] = [];
  let at = offset + shift;
  while (records.length < count) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_RECORD) {
      throw new ParseFailure('broken', `the archive directory ends after ${records.length} of ${count} entries`);
    }
    const { record, length } = readRecord(view, bytes, at);
    records.push({ ...record, offset: record.offset + shift });
    at += length;
  }
  return records;
}

function findEnd(view: DataView): number {
  // The record is 22 bytes plus a comment of at most 65,535.
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw new ParseFailure('broken', 'the archive has no directory; the file is cut off or damaged');
}

function readEnd(view: DataView, end: number): { count: number; size: number; offset: number; endAt: number } {
  const plain = {
    count: view.getUint16(end + 10, true),
    size: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
    endAt: end,
  };
  const locator = end - 20;
  const has64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR_64;
  if (!has64) return plain;
  const at = Number(view.getBigUint64(locator + 8, true));
  if (!(at + 56 <= locator) || view.getUint32(at, true) !== END_OF_DIRECTORY_64) return plain;
  return {
    count: Number(view.getBigUint64(at + 32, true)),
    size: Number(view.getBigUint64(at + 40, true)),
    offset: Number(view.getBigUint64(at + 48, true)),
    endAt: at,
  };
}

function readRecord(view: DataView, bytes: Uint8Array, at: number): { record: ZipRecord; length: number } {
  const flags = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const length = 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  if (at + length > bytes.length) throw new ParseFailure('broken', 'the archive directory is cut off');
  const name = new TextDecoder(flags & 0x800 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(at + 46, at + 46 + nameLength),
  );
  const declared = {
    declaredSize: view.getUint32(at + 24, true),
    compressedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  const sizes = withZip64(view, declared, at + 46 + nameLength, extraLength);
  return {
    record: {
      name,
      ...sizes,
      crc: view.getUint32(at + 16, true),
      method: view.getUint16(at + 10, true),
      encrypted: (flags & 1) !== 0,
    },
    length,
  };
}

type Sizes = Pick<ZipRecord, 'declaredSize' | 'compressedSize' | 'offset'>;

/** The zip64 extra field holds, in this order, only those values that are 0xFFFFFFFF in the record. */
function withZip64(view: DataView, sizes: Sizes, from: number, length: number): Sizes {
  const end = from + length;
  let at = from;
  while (at + 4 <= end) {
    const id = view.getUint16(at, true);
    const size = view.getUint16(at + 2, true);
    if (id === ZIP64_EXTRA) {
      let field = at + 4;
      const next = (value: number): number => {
        if (value !== FULL_32 || field + 8 > Math.min(end, at + 4 + size)) return value;
        const wide = Number(view.getBigUint64(field, true));
        field += 8;
        return wide;
      };
      const declaredSize = next(sizes.declaredSize);
      const compressedSize = next(sizes.compressedSize);
      return { declaredSize, compressedSize, offset: next(sizes.offset) };
    }
    at += 4 + size;
  }
  return sizes;
}
