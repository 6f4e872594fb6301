import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { brotliDecompressSync, constants, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { stem } from './canaries.ts';

export type Hit = {
  file: string;
  /** `plain` or how it was packed. */
  as: string;
  /** What stands there, folded. */
  word: string;
};

type Form = { name: string; needle: Buffer; read(bytes: Buffer): string };

const longest = 48;
const cased = [stem, stem.toUpperCase(), stem[0]!.toUpperCase() + stem.slice(1)];

/** Every way in which text may lie there as it is; base64 at each of its three offsets, which leaves the outermost characters open. */
const forms: readonly Form[] = [
  ...cased.map((text) => ({ name: 'utf8', needle: Buffer.from(text), read: (bytes: Buffer) => bytes.toString() })),
  ...cased.map((text) => ({
    name: 'utf16le',
    needle: Buffer.from(text, 'utf16le'),
    read: (bytes: Buffer) => bytes.toString('utf16le'),
  })),
  ...cased.map((text) => ({
    name: 'utf16be',
    needle: Buffer.from(text, 'utf16le').swap16(),
    read: (bytes: Buffer) =>
      Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
  })),
  ...['hex', 'HEX'].map((name) => {
    const hex = Buffer.from(stem).toString('hex');
    return {
      name,
      needle: Buffer.from(name === 'hex' ? hex : hex.toUpperCase()),
      read: (bytes: Buffer) => Buffer.from(bytes.toString('latin1'), 'hex').toString(),
    };
  }),
  ...[0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), Buffer.from(stem)]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const until = Math.floor(((offset + stem.length) * 8) / 6);
    return { name: 'base64', needle: Buffer.from(whole.slice(from, until)), read: () => stem };
  }),
];

/** Without case and accents, as an index or a comparison may keep it. */
export function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Looks for words with the stem in the names and bytes of every file below a folder, and in whatever is packed in them. */
export async function searchDisk(folder: string): Promise<Hit[]> {
  const hits = new Map<string, Hit>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const file = relative(folder, path);
    const note = (as: string, word: string) => hits.set(`${file}\0${word}`, { file, as, word });
    for (const word of wordsIn(Buffer.from(entry.name))) note('name', word);
    if (!entry.isFile()) continue;
    const bytes = await readFile(path);
    for (const word of wordsIn(bytes)) note('plain', word);
    for (const { name, unpacked } of unpackedFrom(bytes)) for (const word of wordsIn(unpacked)) note(name, word);
  }
  return [...hits.values()];
}

function* wordsIn(bytes: Buffer): Generator<string> {
  for (const { needle, read } of forms) {
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      const word = folded(read(bytes.subarray(at, at + 2 * longest)));
      yield /^[a-z]+/.exec(word)?.[0] ?? word;
    }
  }
}

const bounded = { maxOutputLength: 32 * 1024 ** 2, finishFlush: constants.Z_SYNC_FLUSH };
const zstd = { maxOutputLength: 32 * 1024 ** 2, finishFlush: constants.ZSTD_e_flush };
const brotli = { maxOutputLength: 32 * 1024 ** 2, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const longestInput = 8 * 1024 ** 2;

type Packed = { name: string; magic: Buffer; unpack(bytes: Buffer): Buffer };

const beforeSealedContent = 32;
const beforeStreamContent = 52;

/**
 * Packed content is known by how it begins; raw deflate and brotli begin with nothing of their own, and are tried behind the head of every sealed object
 * and stream, where an unsealed one would have them.
 */
const packings: readonly Packed[] = [
  { name: 'gzip', magic: Buffer.of(0x1f, 0x8b, 0x08), unpack: (bytes) => inflateRawSync(bytes.subarray(10), bounded) },
  { name: 'zstd', magic: Buffer.of(0x28, 0xb5, 0x2f, 0xfd), unpack: (bytes) => zstdDecompressSync(bytes, zstd) },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
    name: 'zlib',
    magic: Buffer.of(0x78, level),
    unpack: (bytes: Buffer) => inflateRawSync(bytes.subarray(2), bounded),
  })),
  {
    name: 'zip',
    magic: Buffer.from('PK\x03\x04', 'latin1'),
    unpack: (bytes) => inflateRawSync(bytes.subarray(30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28)), bounded),
  },
  ...[
    { magic: Buffer.from('NXS\x01', 'latin1'), head: beforeSealedContent },
    { magic: Buffer.from('NXB\x01', 'latin1'), head: beforeStreamContent },
  ].flatMap(({ magic, head }) => [
    { name: 'deflate', magic, unpack: (bytes: Buffer) => inflateRawSync(bytes.subarray(head), bounded) },
    { name: 'brotli', magic, unpack: (bytes: Buffer) => brotliDecompressSync(bytes.subarray(head), brotli) },
  ]),
];

function* unpackedFrom(bytes: Buffer): Generator<{ name: string; unpacked: Buffer }> {
  for (const { name, magic, unpack } of packings) {
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      const unpacked = attempt(() => unpack(bytes.subarray(at, at + longestInput)));
      if (unpacked === null) continue;
      yield { name, unpacked };
      // What a packed file holds may be packed itself: a Word file in a packed backup.
      if (name === 'zstd' || name === 'gzip') for (const inner of unpackedFrom(unpacked)) yield inner;
    }
  }
}

/** What only looked like a beginning unpacks to nothing. */
function attempt(unpack: () => Buffer): Buffer | null {
  try {
    return unpack();
  } catch {
    return null;
  }
}
