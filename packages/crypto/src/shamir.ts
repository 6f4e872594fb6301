import { randomBytes } from 'node:crypto';

/** One point of every polynomial: `x` is 1 to 255 (0 would be the secret itself). */
export type Point = { x: number; y: Uint8Array };

export const maxShares = 255;

/**
 * Shamir's secret sharing over GF(256) (Shamir 1979), each byte of the secret by a polynomial of its own whose other coefficients are random: `threshold`
 * points give the secret back, and any fewer say nothing of it, whatever the power of whoever holds them. O(count * threshold * length).
 *
 * @throws RangeError unless 2 <= threshold <= count <= 255
 */
export function splitSecret(secret: Uint8Array, threshold: number, count: number): Point[] {
  if (!Number.isInteger(threshold) || !Number.isInteger(count))
    throw new RangeError('shares are counted in whole numbers');
  if (threshold < 2 || threshold > count || count > maxShares)
    throw new RangeError(`a secret is split into 2 to ${maxShares} shares, of which at least 2 are needed`);
  // Row by row: coefficients of x^1, x^2, ... for all bytes.
  const coefficients = Array.from({ length: threshold - 1 }, () => randomBytes(secret.length));
  const points = Array.from({ length: count }, (_, i) => ({ x: i + 1, y: evaluate(secret, coefficients, i + 1) }));
  for (const row of coefficients) row.fill(0);
  return points;
}

/**
 * The value at `at` (0: the secret) of the polynomials through the given points, by Lagrange's formula. Too few points give bytes that have nothing to do
 * with the secret; nothing here can tell, so callers check the result.
 *
 * @throws RangeError for points that are twice the same or of different lengths
 */
export function interpolate(points: readonly Point[], at = 0): Buffer {
  const length = points[0]?.y.length ?? 0;
  if (new Set(points.map(({ x }) => x)).size !== points.length) throw new RangeError('a share was given twice');
  if (points.some(({ y }) => y.length !== length)) throw new RangeError('shares of one secret have one length');
  const result = Buffer.alloc(length);
  for (const [i, { x, y }] of points.entries()) {
    let weight = 1;
    for (const [j, other] of points.entries()) {
      if (i !== j) weight = multiply(weight, multiply(at ^ other.x, invert(x ^ other.x)));
    }
    for (let byte = 0; byte < length; byte += 1) result[byte]! ^= multiply(weight, y[byte]!);
  }
  return result;
}

/** Horner's scheme from the highest coefficient down to the secret. */
function evaluate(secret: Uint8Array, coefficients: readonly Uint8Array[], x: number): Buffer {
  const value = Buffer.alloc(secret.length);
  for (const row of [...coefficients].reverse()) {
    for (let byte = 0; byte < value.length; byte += 1) value[byte] = multiply(value[byte]! ^ row[byte]!, x);
  }
  for (let byte = 0; byte < value.length; byte += 1) value[byte]! ^= secret[byte]!;
  return value;
}

/**
 * Product in the field of AES (FIPS 197 section 4.2, polynomial 0x11b). Eight steps whatever the operands, with masks and without tables or branches: no
 * address and no jump depends on the secret, so that caches and timing tell nothing.
 */
export function multiply(a: number, b: number): number {
  let product = 0;
  let factor = a;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= factor & -((b >> bit) & 1);
    factor = ((factor << 1) ^ (0x11b & -(factor >> 7))) & 0xff;
  }
  return product;
}

/** a^254, which is the inverse of everything but 0; always the same thirteen products. */
function invert(a: number): number {
  let power = a;
  let result = 1;
  for (let step = 0; step < 7; step += 1) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}
