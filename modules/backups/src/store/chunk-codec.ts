import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { Sealer } from '@nexus/crypto';
import { BackupBrokenError } from '../targets/target.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Largest piece that is stored as one. */
export const chunkBytes = 512 * 1024;
/** Plain bytes of a chunk may grow by no more than this when it is opened: what is larger is no chunk of ours. */
const largestPlain = chunkBytes + 64 * 1024;

export type ChunkCodec = {
  /** Keyed hash of the plain bytes: equal content is stored once, and the id tells nobody what it is. */
  idOf(bytes: Uint8Array): string;
  /** Compressed when that saves something, then sealed to its id. */
  seal(id: string, bytes: Uint8Array, isCompressible: boolean): Promise<Buffer>;
  /** @throws BackupBrokenError */
  open(id: string, sealed: Uint8Array, where: string): Promise<Buffer>;
};

const kind = 'backup.chunk';

export function createChunkCodec(sealer: Pick<Sealer, 'seal' | 'open' | 'fingerprint'>): ChunkCodec {
  const idOf = (bytes: Uint8Array) => sealer.fingerprint(kind, bytes).subarray(0, 16).toString('base64url');
  return {
    idOf,
    async seal(id, bytes, isCompressible) {
      const packed = isCompressible ? await compress(bytes, options) : null;
      const isSmaller = packed !== null && packed.length < bytes.length;
      const plain = isSmaller ? packed : bytes;
      return sealer.seal({ kind, objectId: id }, Buffer.concat([Buffer.of(isSmaller ? 1 : 0), plain]));
    },
    async open(id, sealed, where) {
      let plain: Buffer;
      try {
        const opened = sealer.open({ kind, objectId: id }, sealed);
        const body = opened.subarray(1);
        plain = opened[0] === 1 ? await decompress(body, { maxOutputLength: largestPlain }) : body;
      } catch (cause) {
        throw new BackupBrokenError(where, 'changed', `A part of ${where} was changed or swapped.`, { cause });
      }
      if (idOf(plain) !== id)
        throw new BackupBrokenError(where, 'swapped', `A part of ${where} is not what it should be.`);
      return plain;
    },
  };
}
