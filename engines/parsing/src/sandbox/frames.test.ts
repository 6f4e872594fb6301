import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameDecoder, encodeFrame, type Frame, FrameError } from './frames.ts';

const frame = fc.record({ header: fc.jsonValue(), body: fc.uint8Array({ maxLength: 300 }) });

describe('frames', () => {
  it('come out as they went in, wherever the pipe cuts them', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1 }),
        (frames, cuts) => {
          const bytes = Buffer.concat(frames.flatMap(({ header, body }) => encodeFrame(header, body)));
          const decoder = createFrameDecoder(1_000_000);
          const out: Frame[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const cut = cuts[i % cuts.length] as number;
            out.push(...decoder.push(bytes.subarray(at, at + cut)));
            at += cut;
          }
          expect(decoder.waiting).toBe(0);
          const plain = (list: readonly Frame[]) => list.map((f) => [JSON.stringify(f.header), [...f.body]]);
          expect(plain(out)).toEqual(plain(frames as Frame[]));
        },
      ),
    );
  });

  it('refuse a length over the limit before its bytes arrive', () => {
    const [start] = encodeFrame({ type: 'x' }, new Uint8Array(5000)) as [Uint8Array];
    expect(() => createFrameDecoder(1000).push(start)).toThrow(FrameError);
  });

  it('either decode random bytes, wait for more, or throw FrameError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          createFrameDecoder(10_000).push(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
    );
  });

  it('refuse a header that is longer than its frame', () => {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32LE(8, 0);
    bytes.writeUInt32LE(9, 4);
    expect(() => createFrameDecoder(1000).push(bytes)).toThrow('contradict');
  });
});
