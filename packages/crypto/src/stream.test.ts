import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SealBrokenError } from './errors.ts';
import { generateKey, keyIdOf } from './key-wrapping.ts';
import { createSealer } from './sealer.ts';
import { chunkBytes, plainStreamSize, sealedStreamSize, streamHeaderBytes } from './stream.ts';

const spaceKey = generateKey();
const sealer = createSealer({ spaceId: 's', spaceKey, keyId: keyIdOf(spaceKey) });
const context = { kind: 'blob', objectId: 'b1' };
const sealedChunk = chunkBytes + 16;

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(stream));
}

const seal = (plain: Uint8Array, size = 10_000) => collect(sealer.sealStream(context, pieces(plain, size)));
const open = (sealed: Uint8Array, size = 30_000) => collect(sealer.openStream(context, pieces(sealed, size)));

function rangeOf(sealed: Buffer, start: number, end: number): Promise<Buffer> {
  const read = async (offset: number, length: number) => sealed.subarray(offset, offset + length);
  return sealer.openRange(context, sealed.length, read, start, end);
}

/** Header and chunks of a sealed stream, to put them together wrongly. */
function parts(sealed: Buffer): { header: Buffer; chunks: Buffer[] } {
  const chunks: Buffer[] = [];
  for (let at = streamHeaderBytes; at < sealed.length; at += sealedChunk) {
    chunks.push(sealed.subarray(at, at + sealedChunk));
  }
  return { header: sealed.subarray(0, streamHeaderBytes), chunks };
}

describe('sealed streams', () => {
  it.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 3 * chunkBytes + 77])(
    'gives back %i bytes however they are cut',
    async (size) => {
      const plain = randomBytes(size);
      for (const cut of [777, chunkBytes, 1_000_000]) {
        const sealed = await seal(plain, cut);
        expect(sealed.length).toBe(sealedStreamSize(size));
        expect(plainStreamSize(sealed.length)).toBe(size);
        expect((await open(sealed, cut + 1)).equals(plain)).toBe(true);
      }
    },
  );

  it('detects every cut of a short stream, byte by byte', async () => {
    const sealed = await seal(randomBytes(100));
    for (let length = 0; length < sealed.length; length += 1) {
      await expect(open(sealed.subarray(0, length))).rejects.toThrow(SealBrokenError);
    }
  });

  it('detects cuts around every border of a long stream', async () => {
    const sealed = await seal(randomBytes(2 * chunkBytes + 50));
    for (const border of [0, streamHeaderBytes, streamHeaderBytes + sealedChunk, streamHeaderBytes + 2 * sealedChunk]) {
      for (let by = -18; by <= 18; by += 1) {
        const cut = sealed.subarray(0, Math.max(0, border + by));
        await expect(open(cut), `cut at ${border + by}`).rejects.toThrow(SealBrokenError);
        await expect(rangeOf(cut, 0, 10)).rejects.toThrow(SealBrokenError);
      }
    }
  });

  it('detects every change of a single byte of a short stream', async () => {
    const sealed = await seal(Buffer.from('acta de la reunión'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 0x40;
      await expect(open(changed), `byte ${at}`).rejects.toThrow(SealBrokenError);
    }
  });

  it('detects a change anywhere in a long stream', async () => {
    const sealed = await seal(randomBytes(3 * chunkBytes));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Buffer.from(sealed);
        changed[at]! ^= mask;
        await expect(open(changed)).rejects.toThrow(SealBrokenError);
      }),
      { numRuns: 40 },
    );
  });

  it('detects swapped, dropped, repeated and appended chunks, and chunks of another stream', async () => {
    const { header, chunks } = parts(await seal(randomBytes(4 * chunkBytes)));
    const foreign = parts(await seal(randomBytes(4 * chunkBytes)));
    const [a, b, c, d] = chunks as [Buffer, Buffer, Buffer, Buffer];
    const wrong = [
      [header, b, a, c, d],
      [header, a, c, d],
      [header, a, b, c],
      [header, a, b, c, c],
      [header, a, b, c, d, d],
      [header, a, b, c, d, Buffer.alloc(16)],
      [header, a, b, c, d, Buffer.of(1)],
      [header, d],
      [header, a, foreign.chunks[1]!, c, d],
      [foreign.header, a, b, c, d],
    ];
    for (const [index, sealed] of wrong.entries()) {
      await expect(open(Buffer.concat(sealed)), `case ${index}`).rejects.toThrow(SealBrokenError);
    }
    expect((await open(Buffer.concat([header, a, b, c, d]))).length).toBe(4 * chunkBytes);
  });

  it('opens nowhere but in its own place', async () => {
    const sealed = await seal(randomBytes(50));
    const elsewhere = [
      { ...context, objectId: 'b2' },
      { ...context, kind: 'segment' },
      { ...context, version: 2 },
      { ...context, purpose: 'segment' as const },
    ];
    for (const place of elsewhere) {
      await expect(collect(sealer.openStream(place, pieces(sealed, 64)))).rejects.toThrow(SealBrokenError);
    }
  });

  it('passes an error of the source on, and yields whole chunks before it reads on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield randomBytes(3 * chunkBytes);
      throw new Error('disk gone');
    }
    const received: Buffer[] = [];
    const run = async () => {
      for await (const chunk of sealer.sealStream(context, failing())) received.push(chunk);
    };
    await expect(run()).rejects.toThrow('disk gone');
    expect(received.length).toBe(3);
    await expect(open(Buffer.concat(received))).rejects.toThrow(SealBrokenError);
  });
});

describe('ranges of a sealed stream', () => {
  it('are the same bytes as the whole', async () => {
    const plain = randomBytes(3 * chunkBytes + 1234);
    const sealed = await seal(plain);
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length + 10), fc.nat(plain.length + 10), async (start, end) => {
        expect((await rangeOf(sealed, start, end)).equals(plain.subarray(start, Math.max(start, end)))).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect((await rangeOf(await seal(Buffer.alloc(0)), 0, 5)).length).toBe(0);
  });

  it('notice that the end was cut at a border, though the range itself is whole', async () => {
    const sealed = await seal(randomBytes(3 * chunkBytes));
    const cut = sealed.subarray(0, streamHeaderBytes + 2 * sealedChunk);
    await expect(rangeOf(cut, 0, 100)).rejects.toThrow(SealBrokenError);
  });

  it('refuse sizes that no stream has', () => {
    for (const size of [0, streamHeaderBytes, streamHeaderBytes + 15, streamHeaderBytes + sealedChunk + 3, 0.5]) {
      expect(() => plainStreamSize(size), String(size)).toThrow(SealBrokenError);
    }
  });
});
