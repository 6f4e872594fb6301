import { createHash, hash } from 'node:crypto';
import { plainStreamSize, SealBrokenError, type Sealer, type SpaceKey } from '@nexus/crypto';

// In the place of `packages/crypto/src/sealer.ts`, with the same doors and the same layout of what is sealed, but for the cipher: what goes in lies there
// as it is. It shows what a search of the disk must find, and what sealing costs.

const objectMagic = Buffer.from('NXS\x01', 'latin1');
const streamMagic = Buffer.from('NXB\x01', 'latin1');
const keyIdBytes = 16;
const prefixBytes = objectMagic.length + keyIdBytes + 12;
const tag = Buffer.alloc(16);
const streamHeaderBytes = streamMagic.length + keyIdBytes + 32;
const chunkBytes = 64 * 1024;
const sealedChunkBytes = chunkBytes + tag.length;

export type SealerOptions = SpaceKey & { spaceId: string; retiredKeys?: readonly SpaceKey[] };
export type SharedSealer = { spaceId: string; keyId: Uint8Array };

export function createSealer({ spaceId, keyId }: SealerOptions): Sealer {
  return joinSealer({ spaceId, keyId });
}

export function shareSealer({ spaceId, keyId }: Sealer): SharedSealer {
  return { spaceId, keyId };
}

export function blindingAs(sealer: Sealer): Sealer {
  return sealer;
}

export function fingerprintKeyOf({ spaceKey, fingerprintKey }: Omit<SpaceKey, 'keyId'>): Buffer {
  return Buffer.from(fingerprintKey ?? spaceKey);
}

export function sealedKeyId(sealed: Uint8Array): Buffer {
  if (sealed.length < prefixBytes) throw new SealBrokenError('format');
  return bufferOf(sealed).subarray(objectMagic.length, objectMagic.length + keyIdBytes);
}

export function joinSealer({ spaceId, keyId }: SharedSealer): Sealer {
  const prefix = Buffer.alloc(prefixBytes);
  objectMagic.copy(prefix);
  prefix.set(keyId, objectMagic.length);
  const seal = (_: unknown, plaintext: Uint8Array) => Buffer.concat([prefix, plaintext, tag]);
  const open = (_: unknown, sealed: Uint8Array) => {
    if (sealed.length < prefixBytes + tag.length) throw new SealBrokenError('format');
    return bufferOf(sealed).subarray(prefixBytes, -tag.length);
  };
  return {
    spaceId,
    keyId,
    seal,
    open,
    sealText: (context, text) => seal(context, Buffer.from(text)),
    openText: (context, sealed) => open(context, sealed).toString(),
    sealJson: (context, value) => seal(context, Buffer.from(JSON.stringify(value))),
    openJson: (context, sealed) => JSON.parse(open(context, sealed).toString()),
    sealStream: (_, source) => layOut(Buffer.concat([streamMagic, keyId, Buffer.alloc(32)]), source),
    openStream: (_, sealed) => takeOut(sealed),
    async openRange(_, sealedSize, read, start, end) {
      const to = Math.min(end, plainStreamSize(sealedSize));
      const pieces: Buffer[] = [];
      for (let at = Math.max(0, start); at < to; ) {
        const [chunk, within] = [Math.floor(at / chunkBytes), at % chunkBytes];
        const length = Math.min(chunkBytes - within, to - at);
        pieces.push(bufferOf(await read(streamHeaderBytes + chunk * sealedChunkBytes + within, length)));
        at += length;
      }
      return Buffer.concat(pieces);
    },
    fingerprint: (kind, value) => hash('sha256', Buffer.concat([Buffer.from(kind), Buffer.from(value)]), 'buffer'),
    fingerprintStream(kind) {
      const running = createHash('sha256').update(kind);
      return { update: (chunk) => void running.update(chunk), digest: () => running.digest() };
    },
    blindTerm: (term) => hash('sha256', term, 'buffer').readBigUInt64BE(0),
  };
}

async function* layOut(header: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  yield header;
  let held: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    held = Buffer.concat([held, bytes]);
    // The last chunk may be a full one, so one is kept back until more has come.
    for (; held.length > chunkBytes; held = held.subarray(chunkBytes))
      yield Buffer.concat([held.subarray(0, chunkBytes), tag]);
  }
  yield Buffer.concat([held, tag]);
}

async function* takeOut(sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let isBegun = false;
  let held: Buffer = Buffer.alloc(0);
  for await (const bytes of sealed) {
    held = Buffer.concat([held, bytes]);
    if (!isBegun && held.length >= streamHeaderBytes) {
      isBegun = true;
      held = held.subarray(streamHeaderBytes);
    }
    for (; isBegun && held.length > sealedChunkBytes; held = held.subarray(sealedChunkBytes))
      yield held.subarray(0, chunkBytes);
  }
  if (!isBegun || held.length < tag.length) throw new SealBrokenError('truncated');
  if (held.length > tag.length) yield held.subarray(0, -tag.length);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
