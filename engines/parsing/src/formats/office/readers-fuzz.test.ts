import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { FileFormat } from '../../contract.ts';
import { ParseFailure, type Reader } from '../../reader.ts';
import { readers as mailReaders } from '../mail/index.ts';
import { readers as textReaders } from '../text/index.ts';
import { readers as officeReaders } from './index.ts';
import { zipOf } from './testing/fixtures.ts';
import { seeds } from './testing/fuzz-seeds.ts';
import { runReader } from './testing/run-reader.ts';

const readers: Partial<Record<FileFormat, Reader>> = { ...officeReaders, ...textReaders, ...mailReaders };
const formats = Object.keys(readers) as FileFormat[];

/** Reads, and lets through nothing but the failures that readers may end in. */
async function readOrFail(format: FileFormat, bytes: Uint8Array): Promise<void> {
  try {
    const { blocks, metadata } = await runReader(readers[format]!, bytes, { format, chunkBytes: 997 });
    for (const block of blocks) expect(block.place.part).toBeGreaterThanOrEqual(1);
    expect(metadata.parts).toBeGreaterThanOrEqual(1);
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
  }
}

const damage = fc.record({
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  edits: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
    maxLength: 24,
  }),
});
type Damage = { cut: number | null; edits: [number, number][] };

function damaged(bytes: Uint8Array, { cut, edits }: Damage): Uint8Array {
  const copy = bytes.slice(0, cut === null ? bytes.length : Math.floor(bytes.length * cut));
  for (const [where, byte] of edits)
    if (copy.length > 0) copy[Math.min(copy.length - 1, Math.floor(where * copy.length))] = byte;
  return copy;
}

describe.each(formats)('%s', (format) => {
  const seed = seeds[format]!;

  it('has a whole file to damage, which it reads', async () => {
    const { blocks } = await runReader(readers[format]!, seed, { format });
    expect(blocks.length).toBeGreaterThan(0);
  });

  it('ends in a named state for random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), (bytes) => readOrFail(format, bytes)),
      { numRuns: 60 },
    );
  });

  it('ends in a named state for files cut short and with bytes changed', async () => {
    await fc.assert(
      fc.asyncProperty(damage, (how) => readOrFail(format, damaged(seed, how))),
      { numRuns: 120 },
    );
  });

  // The checksums of a zip file catch damage from outside; a hostile file has damaged parts with good checksums.
  if (seed[0] === 0x50 && seed[1] === 0x4b) {
    it('ends in a named state for damaged parts in a sound archive', async () => {
      const parts = unzipSync(seed);
      const names = Object.keys(parts);
      await fc.assert(
        fc.asyncProperty(fc.nat(names.length - 1), damage, (at, how) =>
          readOrFail(format, zipOf({ ...parts, [names[at]!]: damaged(parts[names[at]!]!, how) })),
        ),
        { numRuns: 150 },
      );
    });
  }
});
