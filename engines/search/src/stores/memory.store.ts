import type { SegmentStore } from '../contract.ts';

export function createMemoryStore(): SegmentStore {
  throw new Error('under construction');
}
