import { randomFillSync } from 'node:crypto';

export const nonceBytes = 12;

const pool = Buffer.alloc(nonceBytes * 256);
let used = pool.length;

/** A random 96-bit nonce. Drawn from a pool, because a call into the random generator costs about as much as the sealing itself. */
export function randomNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const nonce = Buffer.from(pool.subarray(used, used + nonceBytes));
  used += nonceBytes;
  return nonce;
}
