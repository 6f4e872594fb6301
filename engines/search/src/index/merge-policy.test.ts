import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ManifestSegment } from './manifest/manifest.ts';
import { type MergePolicy, planMerge } from './merge-policy.ts';

const policy: MergePolicy = { maxSegmentPassages: 100_000, segmentsPerTier: 4, maxDeletedShare: 0.25 };
let made = 0;
function segmentOf(passages: number, deleted = 0): ManifestSegment {
  made += 1;
  return {
    segmentId: `s${made}`,
    checksum: 0,
    byteLength: 0,
    passages,
    documents: passages,
    firstId: new Uint8Array(16),
    lastId: new Uint8Array(16),
    deleted: Uint32Array.from({ length: deleted }, (_, i) => i),
  };
}

test('leaves a tidy cell alone', () => {
  expect(planMerge([], policy)).toEqual([]);
  expect(planMerge([segmentOf(90_000), segmentOf(10), segmentOf(10), segmentOf(5000)], policy)).toEqual([]);
});

test('takes the smallest full tier, and not the large segment beside it', () => {
  const small = [10, 200, 30, 250].map((size) => segmentOf(size));
  expect(new Set(planMerge([segmentOf(90_000), ...small], policy))).toEqual(new Set(small));
});

test('rewrites a segment that is mostly deleted', () => {
  const worn = segmentOf(1000, 300);
  expect(planMerge([segmentOf(90_000), worn], policy)).toEqual([worn]);
});

test('any stream of small batches ends in few segments, each rewritten few times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 50, maxLength: 400 }), (batches) => {
      let segments: ManifestSegment[] = [];
      let rewritten = 0;
      for (const batch of batches) {
        segments.push(segmentOf(batch));
        for (let picked = planMerge(segments, policy); picked.length > 0; picked = planMerge(segments, policy)) {
          const total = picked.reduce((sum, { passages }) => sum + passages, 0);
          expect(total).toBeLessThanOrEqual(policy.maxSegmentPassages);
          rewritten += total;
          segments = segments.filter((segment) => !picked.includes(segment));
          segments.push(segmentOf(total));
        }
      }
      const total = batches.reduce((sum, batch) => sum + batch, 0);
      const tiers = Math.ceil(Math.log(Math.max(256, total) / 256) / Math.log(4)) + 1;
      expect(segments.length).toBeLessThanOrEqual(tiers * (policy.segmentsPerTier - 1));
      expect(rewritten).toBeLessThanOrEqual(total * (tiers + 1));
    }),
  );
});
