import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../contract.ts';
import { ParseFailure } from '../reader.ts';
import { openArchive } from './archive.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A zip file written by hand, so that its directory can lie. */
function rawZip(
  entries: { name: string; data: Uint8Array; declared?: number; offset?: number; crc?: number }[],
): Uint8Array {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, declared, offset, crc } of entries) {
    const packed = deflateRawSync(data);
    const title = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(title.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(8, 10);
    record.writeUInt32LE(crc ?? crc32(data), 16);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(declared ?? data.length, 24);
    record.writeUInt16LE(title.length, 28);
    record.writeUInt32LE(offset ?? at, 42);
    local.push(head, title, packed);
    directory.push(record, title);
    at += 30 + title.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...directory, end]);
}

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ParseFailure) return error.reason;
    throw error;
  }
  return 'none';
}

describe('openArchive', () => {
  it('reads what fflate wrote, whole and in steps', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.xml$/), fc.uint8Array({ maxLength: 5000 }), {
          minKeys: 1,
          maxKeys: 5,
        }),
        (files) => {
          const archive = openArchive(zipSync(files), defaultLimits);
          for (const [name, bytes] of Object.entries(files)) {
            expect(Buffer.compare(archive.read(name), bytes)).toBe(0);
            expect(Buffer.compare(Buffer.concat([...archive.stream(name)]), bytes)).toBe(0);
          }
          expect(archive.find('missing.xml')).toBeNull();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stops a bomb while it inflates, whole and in steps, although the directory declares it small', () => {
    const bomb = rawZip([{ name: 'a.xml', data: new Uint8Array(60 * 1024 ** 2), declared: 10 }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(reasonOf(() => openArchive(bomb, defaultLimits).read('a.xml'))).toBe('bomb');
    let seen = 0;
    const steps = openArchive(bomb, defaultLimits).stream('a.xml');
    expect(
      reasonOf(() => {
        for (const step of steps) seen += step.length;
      }),
    ).toBe('bomb');
    expect(seen).toBeLessThanOrEqual(33 * 1024 ** 2);
  });

  it('counts all reads against one budget', () => {
    const archive = openArchive(zipSync({ 'a.xml': new Uint8Array(600), 'b.xml': new Uint8Array(600) }), {
      ...defaultLimits,
      maxExpandedBytes: 1000,
    });
    archive.read('a.xml');
    expect(reasonOf(() => archive.read('b.xml'))).toBe('bomb');
  });

  it.each([
    ['names that climb out', rawZip([{ name: '../../etc/passwd', data: text('x') }]), 'broken'],
    ['drive letters', rawZip([{ name: 'C:\\x.xml', data: text('x') }]), 'broken'],
    [
      'two parts of one name',
      rawZip([
        { name: 'a.xml', data: text('x') },
        { name: '/a.xml', data: text('y') },
      ]),
      'broken',
    ],
    [
      'overlapping parts',
      rawZip([
        { name: 'a.xml', data: text('kernel') },
        { name: 'b.xml', data: text('kernel'), offset: 0 },
      ]),
      'bomb',
    ],
    ['a cut file', rawZip([{ name: 'a.xml', data: text('x') }]).subarray(0, 40), 'broken'],
  ])('refuses %s', (_, bytes, reason) => {
    expect(reasonOf(() => openArchive(bytes, defaultLimits))).toBe(reason);
  });

  it('notices a wrong checksum', () => {
    const archive = openArchive(rawZip([{ name: 'a.xml', data: text('text'), crc: 1 }]), defaultLimits);
    expect(reasonOf(() => archive.read('a.xml'))).toBe('broken');
    expect(reasonOf(() => [...archive.stream('a.xml')])).toBe('broken');
  });

  it('limits the number of entries', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.xml`, new Uint8Array(1)]));
    expect(reasonOf(() => openArchive(zipSync(many), { ...defaultLimits, maxArchiveEntries: 29 }))).toBe('bomb');
  });

  it('survives flipped bits and cuts with a named failure or the right bytes', () => {
    const good = zipSync({ 'a.xml': text('<a>uno dos tres</a>'.repeat(50)), 'b/c.xml': text('cuatro') });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 }),
        fc.nat(good.length),
        (flips, cut) => {
          const bytes = Uint8Array.from(good);
          for (const [at, mask] of flips) bytes[at] = (bytes[at] as number) ^ mask;
          try {
            const archive = openArchive(bytes.subarray(0, cut % 3 === 0 ? cut : bytes.length), defaultLimits);
            for (const entry of archive.entries) archive.read(entry.name);
          } catch (error) {
            expect(error).toBeInstanceOf(ParseFailure);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
