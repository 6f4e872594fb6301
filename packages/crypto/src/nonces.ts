import { randomFillSync } from 'node:crypto';

export const nonceBytes = 12;

const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Random bytes, each given out once. From a pool, because a call into the random generator costs about as much as the sealing itself. */
export function pooledRandom(size: number): Buffer {
  if (size > pool.length) throw new RangeError('more random bytes than the pool holds');
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + size));
  // What was given out is not kept.
  pool.fill(0, used, used + size);
  used += size;
  return bytes;
}

/** A random 96-bit nonce. */
export function randomNonce(): Buffer {
  return pooledRandom(nonceBytes);
}
