import { newId } from '@nexus/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeManifest, encodeManifest, type Manifest } from './manifest.ts';

const id = fc.uint8Array({ minLength: 16, maxLength: 16 });
const manifest: fc.Arbitrary<Manifest> = fc.record({
  weights: fc.record({ body: fc.nat({ max: 15 }), heading: fc.nat({ max: 15 }), title: fc.nat({ max: 15 }) }),
  segments: fc.array(
    fc.record({
      segmentId: fc.constant(0).map(() => newId()),
      checksum: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      byteLength: fc.nat(),
      passages: fc.nat(),
      documents: fc.nat(),
      firstId: id,
      lastId: id,
      deleted: fc.uniqueArray(fc.nat({ max: 300 })).map((numbers) => Uint32Array.from(numbers).sort()),
    }),
    { maxLength: 5 },
  ),
});

test('a manifest comes back as it was', () => {
  fc.assert(fc.property(manifest, (value) => void expect(decodeManifest(encodeManifest(value))).toEqual(value)));
});

test('no other bytes pass for a manifest', () => {
  fc.assert(
    fc.property(manifest, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), (value, place, change, cut) => {
      const bytes = encodeManifest(value);
      const at = place % bytes.length;
      const broken = cut ? bytes.slice(0, at) : bytes.map((byte, i) => (i === at ? byte ^ change : byte));
      expect(() => decodeManifest(broken)).toThrow(/manifest|too early/);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void expect(() => decodeManifest(bytes)).toThrow()),
  );
});

test('a thousand deleted neighbours cost a few bytes', () => {
  const segment = {
    segmentId: newId(),
    checksum: 1,
    byteLength: 1,
    passages: 5000,
    documents: 5000,
    firstId: new Uint8Array(16),
    lastId: new Uint8Array(16),
    deleted: new Uint32Array(0),
  };
  const weights = { body: 1, heading: 1, title: 2 };
  const size = (deleted: Uint32Array) => encodeManifest({ weights, segments: [{ ...segment, deleted }] }).length;
  expect(size(Uint32Array.from({ length: 1000 }, (_, i) => i + 500)) - size(new Uint32Array(0))).toBeLessThan(6);
});
