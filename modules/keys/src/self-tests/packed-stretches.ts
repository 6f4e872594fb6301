import { constants, inflateRawSync, zstdDecompressSync } from 'node:zlib';

type Format = { name: string; magic: Buffer; unpack(bytes: Buffer): Buffer };

/** Bytes of packed input that are tried from one place on, and of output that are looked at. */
const longestInput = 4 * 1024 ** 2;
const longestOutput = 16 * 1024 ** 2;
const bounded = { maxOutputLength: longestOutput, finishFlush: constants.Z_SYNC_FLUSH };

const formats: readonly Format[] = [
  { name: 'gzip', magic: Buffer.of(0x1f, 0x8b, 0x08), unpack: unpackGzip },
  { name: 'zstd', magic: Buffer.of(0x28, 0xb5, 0x2f, 0xfd), unpack: unpackZstd },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
    name: 'zlib',
    magic: Buffer.of(0x78, level),
    unpack: (bytes: Buffer) => inflateRawSync(bytes.subarray(2), bounded),
  })),
  { name: 'zip', magic: Buffer.from('PK\x03\x04', 'latin1'), unpack: unpackZipEntry },
];

/**
 * What unpacks from within `bytes`: gzip, zlib, zstd and the entries of ZIP files, wherever they begin. What looks like a beginning and unpacks to nothing is
 * passed over; random bytes look like one about once in 16 kB, which fails within microseconds.
 */
export function* packedStretches(bytes: Buffer): Generator<{ name: string; unpacked: Buffer }> {
  for (const { name, magic, unpack } of formats) {
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      const unpacked = attempt(() => unpack(bytes.subarray(at, at + longestInput)));
      if (unpacked !== null && unpacked.length > 0) yield { name, unpacked };
    }
  }
}

/** Without its header and trailer: what follows it in a database page is no second member, which the decoder of whole files would insist on. */
function unpackGzip(bytes: Buffer): Buffer {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + bytes.readUInt16LE(at);
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1;
  if (flags & 2) at += 2;
  return inflateRawSync(bytes.subarray(at), bounded);
}

/** The decoder wants the frame to its end and no more: a frame that is followed by other bytes, as in a database page, is cut where it fits. */
function unpackZstd(bytes: Buffer): Buffer {
  return zstdDecompressSync(bytes, { maxOutputLength: longestOutput, finishFlush: constants.ZSTD_e_flush });
}

function unpackZipEntry(bytes: Buffer): Buffer {
  if (bytes.length < 30 || bytes.readUInt16LE(8) !== 8) throw new RangeError('not a deflated entry');
  const start = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  return inflateRawSync(bytes.subarray(start), bounded);
}

function attempt(unpack: () => Buffer): Buffer | null {
  try {
    return unpack();
  } catch {
    return null;
  }
}
