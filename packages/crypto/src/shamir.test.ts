import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate, multiply, splitSecret } from './shamir.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/** Published with the reference implementation of SLIP-0039 and of Blockchain Commons: shares at x = 0 to 4, the secret at x = 255. */
const published = {
  secret: '0ff784df000c4380a5ed683f7e6e3dcf',
  shares: [
    '00112233445566778899aabbccddeeff',
    'd43099fe444807c46921a4f33a2a798b',
    'd9ad4e3bec2e1a7485698823abf05d36',
    '0d8cf5f6ec337bc764d1866b5d07ca42',
    '1aa7fe3199bc5092ef3816b074cabdf2',
  ],
};

describe('the field', () => {
  it('multiplies as FIPS 197 says', () => {
    expect(multiply(0x57, 0x83)).toBe(0xc1);
    expect(multiply(0x57, 0x13)).toBe(0xfe);
    expect([0x02, 0x04, 0x08, 0x10].map((b) => multiply(0x57, b))).toEqual([0xae, 0x47, 0x8e, 0x07]);
  });

  it('agrees with multiplication by long division for every pair', () => {
    const wrong: string[] = [];
    for (let a = 0; a < 256; a += 1)
      for (let b = 0; b < 256; b += 1) if (multiply(a, b) !== longProduct(a, b)) wrong.push(`${a} x ${b}`);
    expect(wrong).toEqual([]);
  });
});

describe('published shares', () => {
  it.each([[[1, 2, 4]], [[0, 1, 2]], [[2, 3, 4]], [[0, 3, 4]]])('%j give the published secret', (picked) => {
    const points = picked.map((x) => ({ x, y: hex(published.shares[x]!) }));
    expect(interpolate(points, 255).toString('hex')).toBe(published.secret);
  });

  it('lie on one curve: any three give every other', () => {
    const points = [0, 1, 2].map((x) => ({ x, y: hex(published.shares[x]!) }));
    for (const x of [3, 4]) expect(interpolate(points, x).toString('hex')).toBe(published.shares[x]);
  });
});

describe('a split secret', () => {
  it('comes back from any threshold of its shares, in any order', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 6 }),
        fc.infiniteStream(fc.nat()),
        (secret, threshold, spare, order) => {
          const shares = splitSecret(secret, threshold, threshold + spare);
          const picked = shares.map((share) => ({ share, rank: order.next().value as number }));
          picked.sort((a, b) => a.rank - b.rank);
          const points = picked.slice(0, threshold).map(({ share }) => share);
          expect(interpolate(points)).toEqual(Buffer.from(secret));
        },
      ),
    );
  });

  it('says nothing with one share fewer: every secret fits what they say', () => {
    const secret = randomBytes(1);
    const known = splitSecret(secret, 3, 5).slice(0, 2);
    const guesses = new Set<number>();
    // For each of the 256 values that a third share may have there is one secret, and no two are alike.
    for (let value = 0; value < 256; value += 1)
      guesses.add(interpolate([...known, { x: 3, y: Buffer.of(value) }])[0]!);
    expect(guesses.size).toBe(256);
  });

  it('refuses impossible numbers, and shares that do not belong together', () => {
    const secret = randomBytes(32);
    for (const [threshold, count] of [
      [1, 3],
      [4, 3],
      [2, 256],
      [2.5, 3],
      [0, 0],
    ] as const)
      expect(() => splitSecret(secret, threshold, count)).toThrow(RangeError);
    const [first] = splitSecret(secret, 2, 3);
    expect(() => interpolate([first!, first!])).toThrow(/twice/);
    expect(() => interpolate([first!, { x: 2, y: Buffer.alloc(3) }])).toThrow(/one length/);
  });
});

function longProduct(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 15; bit >= 8; bit -= 1) if ((product >> bit) & 1) product ^= 0x11b << (bit - 8);
  return product;
}
