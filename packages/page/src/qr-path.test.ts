import { expect, test } from 'vitest';
import { drawQr } from './qr-path.ts';

test('draws the three finders inside a quiet zone, and another code for another text', () => {
  const { size, path } = drawQr('otpauth://totp/Nexus:ana%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Nexus');
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => `${x} ${y}`));
  const modules = size - 8;
  expect((modules - 17) % 4).toBe(0);
  for (const [left, top] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const) {
    for (let y = 0; y < 7; y += 1) {
      for (let x = 0; x < 7; x += 1) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        expect(dark.has(`${left + x} ${top + y}`)).toBe(ring !== 2);
      }
    }
  }
  for (const module of dark)
    for (const at of module.split(' ').map(Number)) expect(at >= 4 && at < size - 4).toBe(true);
  expect(drawQr('otro').path).not.toBe(path);
});
