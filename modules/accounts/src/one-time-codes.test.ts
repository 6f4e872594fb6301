import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStep, fromBase32, newOneTimeSecret, oneTimeCode, oneTimeUri, stepAt, toBase32 } from './one-time-codes.ts';

/** RFC 6238, appendix B: the SHA-1 rows, eight digits. */
const published = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;
const secret = toBase32(Buffer.from('12345678901234567890'));

describe('codes', () => {
  it.each(published)('at %i s are those of the standard', (seconds, code) => {
    expect(oneTimeCode(secret, stepAt(new Date(seconds * 1_000)), 8)).toBe(code);
    expect(oneTimeCode(secret, stepAt(new Date(seconds * 1_000)))).toBe(code.slice(2));
  });

  it('are taken one step around now, once, and never after a newer one', () => {
    const now = new Date(1_234_567_890_000);
    const step = stepAt(now);
    for (const near of [-1, 0, 1]) expect(findStep(secret, oneTimeCode(secret, step + near), now, 0)).toBe(step + near);
    for (const far of [-2, 2]) expect(findStep(secret, oneTimeCode(secret, step + far), now, 0)).toBe(null);
    expect(findStep(secret, oneTimeCode(secret, step), now, step)).toBe(null);
    expect(findStep(secret, oneTimeCode(secret, step - 1), now, step)).toBe(null);
    expect(findStep(secret, oneTimeCode(secret, step + 1), now, step)).toBe(step + 1);
  });

  it('may be typed with a gap, and are six digits and nothing else', () => {
    const now = new Date(1_234_567_890_000);
    expect(findStep(secret, '005 924', now, 0)).toBe(stepAt(now));
    for (const wrong of ['', '00592', '0059240', '89005924', 'código'])
      expect(findStep(secret, wrong, now, 0)).toBe(null);
  });
});

describe('secrets', () => {
  it('are base32 of RFC 4648, section 10, without padding', () => {
    const vectors = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
    for (const [text, code] of Object.entries(vectors)) expect(toBase32(Buffer.from(text))).toBe(code);
  });

  it('come back from base32 as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fromBase32(toBase32(bytes))).toEqual(bytes);
      }),
    );
    expect(() => fromBase32('MZXW1')).toThrow(RangeError);
  });

  it('have 160 bits, and are named so that an app shows whose they are', () => {
    const fresh = newOneTimeSecret();
    expect(fresh).toMatch(/^[A-Z2-7]{32}$/);
    expect(newOneTimeSecret()).not.toBe(fresh);
    expect(oneTimeUri('ABC', 'ana+x@example.org')).toBe(
      'otpauth://totp/Nexus:ana%2Bx%40example.org?secret=ABC&issuer=Nexus&algorithm=SHA1&digits=6&period=30',
    );
  });
});
