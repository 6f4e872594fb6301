import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { type ExportReader, NotAnExportError } from './export-reader.ts';

type Member = { offset: number; method: number; packed: number; size: number; crc: number };

const inflate = promisify(inflateRaw);
const longestEnd = 22 + 0xffff;
/** A bundle has at most 256 entries of 64 KiB; nothing in an export but the list of checkpoints may be larger. */
const mostBytes = 256 * 1024 ** 2;

/** Reads archives as we and as common programs write them: stored or deflated, ZIP64 or not. @throws NotAnExportError */
export async function openZip(path: string): Promise<ExportReader> {
  const file = await open(path, 'r');
  try {
    const members = await readDirectory(file);
    return {
      paths: () => [...members.keys()],
      async read(name) {
        const member = members.get(name);
        return member === undefined ? null : await readMember(file, name, member);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readDirectory(file: FileHandle): Promise<Map<string, Member>> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - longestEnd), Math.min(size, longestEnd));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + 22 > tail.length) throw broken('no end of a ZIP archive');
  let count = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let start = tail.readUInt32LE(end + 16);
  const locator = end - 20;
  if (locator >= 0 && tail.readUInt32LE(locator) === 0x07064b50) {
    const end64 = await readAt(file, toNumber(tail.readBigUInt64LE(locator + 8)), 56);
    if (end64.readUInt32LE(0) !== 0x06064b50) throw broken('a wrong ZIP64 end');
    [count, length, start] = [32, 40, 48].map((at) => toNumber(end64.readBigUInt64LE(at))) as [number, number, number];
  }
  if (start + length > size) throw broken('cut off');
  return parseDirectory(await readAt(file, start, length), count);
}

function parseDirectory(directory: Buffer, count: number): Map<string, Member> {
  const members = new Map<string, Member>();
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw broken('a broken directory');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    ) as [number, number, number];
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const member: Member = {
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: offsetOf(directory.readUInt32LE(at + 42), extra),
    };
    if (members.has(name)) throw broken(`two files of one name: ${JSON.stringify(name)}`);
    if (!name.endsWith('/')) members.set(name, member);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
}

/** We write the offset alone in 64 bits; files of an export are never that large. */
function offsetOf(offset: number, extra: Buffer): number {
  if (offset !== 0xffffffff) return offset;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1 && length >= 8 && at + 4 + length <= extra.length)
      return toNumber(extra.readBigUInt64LE(at + 4 + length - 8));
  }
  throw broken('an offset is missing');
}

async function readMember(
  file: FileHandle,
  name: string,
  { offset, method, packed, size, crc }: Member,
): Promise<Buffer> {
  if (size > mostBytes || packed > mostBytes) throw broken(`${JSON.stringify(name)} is too large`);
  const header = await readAt(file, offset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw broken(`${JSON.stringify(name)} is not where it should be`);
  const bytes = await readAt(file, offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packed);
  if (method !== 0 && method !== 8) throw broken(`${JSON.stringify(name)} is packed in an unknown way`);
  const content = method === 0 ? bytes : await inflate(bytes, { maxOutputLength: Math.max(1, size) }).catch(() => null);
  if (content === null || content.length !== size || crc32(content) !== crc)
    throw broken(`${JSON.stringify(name)} is damaged`);
  return content;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw broken('cut off');
  return buffer;
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('an impossible number');
  return Number(value);
}

function broken(fault: string): NotAnExportError {
  return new NotAnExportError(`not a sound ZIP archive: ${fault}`);
}
