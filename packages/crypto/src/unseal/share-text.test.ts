import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatShare, parseShare, type Share } from './share-text.ts';

const share = (): Share => ({
  setId: randomBytes(8).toString('hex'),
  index: 3,
  threshold: 3,
  count: 5,
  value: randomBytes(32),
});

it('comes back as it was printed, however it was typed', () => {
  for (let i = 0; i < 50; i += 1) {
    const one = share();
    const text = formatShare(one);
    expect(text).toMatch(/^NXS1(-[0-9A-HJKMNP-TV-Z]{4}){19}$/);
    for (const typed of [
      text,
      text.toLowerCase(),
      text.replaceAll('-', ' '),
      `  ${text.replaceAll('-', '')}\n`,
      text.replaceAll('0', 'O').replaceAll('1', 'l').replace('NXSl', 'NXS1'),
    ])
      expect(parseShare(typed)).toEqual(one);
  }
});

it('does not come back with any one letter changed, missing or added', () => {
  const text = formatShare(share()).replaceAll('-', '');
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  fc.assert(
    fc.property(fc.integer({ min: 4, max: text.length - 1 }), fc.integer({ min: 1, max: 31 }), (at, step) => {
      const other = alphabet[(alphabet.indexOf(text[at]!) + step) % 32]!;
      for (const typed of [
        text.slice(0, at) + other + text.slice(at + 1),
        text.slice(0, at) + text.slice(at + 1),
        text.slice(0, at) + other + text.slice(at),
      ])
        expect(() => parseShare(typed)).toThrow(expect.objectContaining({ code: 'share_damaged' }));
    }),
  );
});

it('says what is no share at all', () => {
  for (const typed of ['', 'nexus-key-file 1', 'NXS2-0000', 'correcto caballo'])
    expect(() => parseShare(typed)).toThrow(expect.objectContaining({ code: 'wrong_kind' }));
});
