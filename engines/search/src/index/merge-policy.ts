import { decodeManifest, type ManifestSegment } from './manifest/manifest.ts';

export type MergePolicy = {
  /** No merge makes a segment of more live passages than this. */
  maxSegmentPassages: number;
  /** So many segments of like size are merged into one; sizes of a tier differ by at most this factor. */
  segmentsPerTier: number;
  /** A segment with a larger share of deleted documents is rewritten by itself. */
  maxDeletedShare: number;
};

export const defaultMergePolicy: MergePolicy = {
  maxSegmentPassages: 1_000_000,
  segmentsPerTier: 8,
  maxDeletedShare: 0.25,
};

/** Below this, all segments are of one tier. */
const smallestTier = 256;

/**
 * Which segments to merge now; none when the cell is tidy. Tiered: each passage is rewritten about log(size)/log(segmentsPerTier) times in its life,
 * and a cell has at most `segmentsPerTier` segments a tier. The smallest tier that is full goes first.
 */
export function planMerge(segments: readonly ManifestSegment[], policy: MergePolicy): ManifestSegment[] {
  const tiers = new Map<number, ManifestSegment[]>();
  for (const segment of segments) {
    const size = Math.max(smallestTier, livePassages(segment));
    const tier = Math.floor(Math.log(size / smallestTier) / Math.log(policy.segmentsPerTier) + 1e-9);
    tiers.set(tier, [...(tiers.get(tier) ?? []), segment]);
  }
  for (const tier of [...tiers.keys()].sort((a, b) => a - b)) {
    const picked = withinSize(tiers.get(tier)!, policy.maxSegmentPassages);
    if (tiers.get(tier)!.length >= policy.segmentsPerTier && picked.length > 1) return picked;
  }
  const worn = segments.find(({ deleted, documents }) => deleted.length > documents * policy.maxDeletedShare);
  return worn === undefined ? [] : [worn];
}

/**
 * How many passages `mergeCell` would read if it were called now, dead ones included; 0 when the cell is tidy. For callers who merge small
 * segments on the spot and large ones elsewhere. `manifest` as the store gives it. @throws CorruptIndexError
 */
export function passagesToMerge(manifest: Uint8Array, policy: MergePolicy = defaultMergePolicy): number {
  return planMerge(decodeManifest(manifest).segments, policy).reduce((sum, { passages }) => sum + passages, 0);
}

function withinSize(segments: readonly ManifestSegment[], limit: number): ManifestSegment[] {
  const picked: ManifestSegment[] = [];
  let total = 0;
  for (const segment of [...segments].sort((a, b) => livePassages(a) - livePassages(b))) {
    total += livePassages(segment);
    if (total > limit) break;
    picked.push(segment);
  }
  return picked;
}

/** An estimate: the manifest counts deleted documents, not their passages. */
function livePassages({ passages, documents, deleted }: ManifestSegment): number {
  return documents === 0 ? 0 : Math.ceil(passages * (1 - deleted.length / documents));
}
