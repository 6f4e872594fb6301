import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GreyImage, type QuarterTurns, scaleImage, turnImage, turnRectBack } from './grey-image.ts';
import { estimateSkew } from './skew.ts';
import { parseTsv } from './tesseract.ts';

const image = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((pixels): GreyImage => ({ width, height, dpi: 100, pixels })),
  );
const turns = fc.constantFrom<QuarterTurns>(0, 1, 2, 3);

describe('turning', () => {
  it('comes back after four quarters', () => {
    fc.assert(
      fc.property(image, turns, (start, by) => {
        const back = turnImage(turnImage(start, by), ((4 - by) % 4) as QuarterTurns);
        expect(back).toEqual(start);
      }),
    );
  });

  it('maps the place of a pixel back to where it was', () => {
    fc.assert(
      fc.property(image, turns, fc.nat(), (start, by, pick) => {
        const at = pick % start.pixels.length;
        const marked: GreyImage = { ...start, pixels: start.pixels.map((_, i) => (i === at ? 1 : 0)) };
        const turned = turnImage(marked, by);
        const found = turned.pixels.indexOf(1);
        const [x, y] = [found % turned.width, Math.floor(found / turned.width)];
        const rect = turnRectBack(
          [x / turned.width, y / turned.height, (x + 1) / turned.width, (y + 1) / turned.height],
          by,
        );
        expect(rect[0]).toBeCloseTo((at % start.width) / start.width);
        expect(rect[1]).toBeCloseTo(Math.floor(at / start.width) / start.height);
      }),
    );
  });

  it('keeps the mean when scaling', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.double({ min: 0.2, max: 4, noNaN: true }), (value, factor) => {
        const flat: GreyImage = { width: 8, height: 8, dpi: 100, pixels: new Uint8Array(64).fill(value) };
        for (const pixel of scaleImage(flat, factor).pixels) expect(Math.abs(pixel - value)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('estimateSkew', () => {
  it.each([-5, -2, 0, 1, 4])('finds lines that slope by %d degrees', (degrees) => {
    const [width, height] = [900, 700];
    const pixels = new Uint8Array(width * height).fill(255);
    for (let line = 80; line < 600; line += 40) {
      for (let x = 80; x < 820; x++) {
        const y = Math.round(line + (x - width / 2) * Math.tan((degrees * Math.PI) / 180));
        for (let dy = 0; dy < 10; dy++) if (y + dy >= 0 && y + dy < height) pixels[(y + dy) * width + x] = 0;
      }
    }
    expect((estimateSkew({ width, height, dpi: 100, pixels }) * 180) / Math.PI).toBeCloseTo(degrees, 0);
  });

  it('finds none on blank and on black pages', () => {
    for (const value of [0, 255])
      expect(estimateSkew({ width: 300, height: 300, dpi: 100, pixels: new Uint8Array(90_000).fill(value) })).toBe(0);
  });
});

describe('parseTsv', () => {
  it('takes words only', () => {
    const tsv =
      '4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t\n5\t1\t1\t2\t3\t1\t10\t20\t30\t40\t91.5\tseñal\n5\t1\t1\t2\t3\t2\t50\t20\t30\t40\t90\t \n';
    expect(parseTsv(tsv)).toEqual([
      { text: 'señal', confidence: 91.5, block: 1, paragraph: 2, line: 3, rect: [10, 20, 40, 60] },
    ]);
  });
});
