import { crc32 } from 'node:zlib';

export type ZipFile = { path: string; bytes: Uint8Array };

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const most16 = 0xffff;
const most32 = 0xffffffff;
// Since 2.0; 4.5 has sizes of 64 bits. Names are UTF-8 (bit 11). 1980-01-01: the same log gives the same bytes.
const [version, version64, flags, time, date] = [20, 45, 0x0800, 0, 0x0021];

/**
 * A ZIP archive without compression as it is being made, one file after the other (APPNOTE 6.3.10, with ZIP64 for many files and beyond 4 GiB).
 * Memory for one file and the directory, about 100 bytes a file.
 */
export async function* writeZip(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { path, bytes } of files) {
    const name = Buffer.from(path);
    const shared = Buffer.concat([
      u16(flags),
      u16(0),
      u16(time),
      u16(date),
      u32(crc32(bytes)),
      u32(bytes.length),
      u32(bytes.length),
      u16(name.length),
    ]);
    const header = Buffer.concat([u32(0x04034b50), u16(version), shared, u16(0), name]);
    const extra = offset >= most32 ? Buffer.concat([u16(1), u16(8), u64(offset)]) : Buffer.alloc(0);
    directory.push(
      u32(0x02014b50),
      u16(version64),
      u16(version),
      shared,
      u16(extra.length),
      u16(0),
      u16(0),
      u16(0),
      u32(0),
      u32(Math.min(offset, most32)),
      name,
      extra,
    );
    yield Buffer.concat([header, bytes]);
    offset += header.length + bytes.length;
  }
  yield endOf(directory, offset);
}

const partsOfEntry = 12;

function endOf(directory: readonly Buffer[], start: number): Buffer {
  const bytes = Buffer.concat(directory);
  const count = directory.length / partsOfEntry;
  const end64 = start + bytes.length;
  const is64 = count >= most16 || end64 >= most32;
  const zip64 = is64
    ? [
        u32(0x06064b50),
        u64(44),
        u16(version64),
        u16(version64),
        u32(0),
        u32(0),
        u64(count),
        u64(count),
        u64(bytes.length),
        u64(start),
        u32(0x07064b50),
        u32(0),
        u64(end64),
        u32(1),
      ]
    : [];
  const count16 = u16(Math.min(count, most16));
  return Buffer.concat([
    bytes,
    ...zip64,
    u32(0x06054b50),
    u16(0),
    u16(0),
    count16,
    count16,
    u32(Math.min(bytes.length, most32)),
    u32(Math.min(start, most32)),
    u16(0),
  ]);
}
