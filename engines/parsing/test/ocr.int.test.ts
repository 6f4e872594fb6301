import { execFileSync } from 'node:child_process';
import { silentLogger } from '@nexus/kernel';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import UTIF from 'utif2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, createParser, type ParseEvent, type ParseInput, type Parser } from '../src/index.ts';
import { type GreyImage, type QuarterTurns, turnImage } from '../src/ocr/grey-image.ts';
import { drawPage, skewImage } from '../src/testing/draw-page.ts';
import { makePdf, textPage } from '../src/testing/make-pdf.ts';

const lines = [
  'El ayuntamiento aprobó el presupuesto de la obra en la sesión',
  'ordinaria del pasado mes de septiembre, con doce votos a favor.',
  'La adjudicación se publicará en el tablón antes del 15 de enero',
  'y el plazo de ejecución será de catorce meses desde la firma.',
];
const english = [
  'The council approved the budget of the works in September.',
  'The contract will be awarded before the end of the year.',
];

let parser: Parser;
let scan: GreyImage;

beforeAll(async () => {
  parser = createParser({ children: 1, ocrChildren: 2, logger: silentLogger });
  scan = await drawPage(textPage(lines, { size: 13, pitch: 18 }));
});
afterAll(() => parser.close());

async function collect(input: Omit<ParseInput, 'bytes'> & { bytes: Uint8Array }): Promise<ParseEvent[]> {
  const events: ParseEvent[] = [];
  const bytes = (async function* () {
    yield input.bytes;
  })();
  for await (const event of parser.parse({ ...input, bytes })) events.push(event);
  return events;
}

function blocksOf(events: readonly ParseEvent[]): Block[] {
  return events.flatMap((event) => (event.type === 'blocks' ? event.blocks : []));
}
function textOf(events: readonly ParseEvent[]): string {
  return blocksOf(events)
    .map((block) => block.text)
    .join(' ');
}

/** Share of the words of the original that were recognised letter by letter. */
function recall(found: string, wanted: readonly string[]): number {
  const have = new Set(found.match(/[\p{L}\p{N}]+/gu));
  const words = wanted.join(' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => have.has(word)).length / words.length;
}

function rgba({ pixels }: GreyImage): Buffer {
  return Buffer.from(
    Uint8Array.from({ length: pixels.length * 4 }, (_, i) => (i % 4 === 3 ? 255 : (pixels[i >> 2] as number))),
  );
}
function png(image: GreyImage): Uint8Array {
  const { width, height } = image;
  return PNG.sync.write(Object.assign(new PNG({ width, height }), { data: rgba(image) }));
}
/** Uncompressed 24-bit bitmap. */
function bmp({ width, height, pixels }: GreyImage): Uint8Array {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * height);
  bytes.write('BM');
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      bytes.fill(
        pixels[y * width + x] as number,
        54 + (height - 1 - y) * stride + x * 3,
        54 + (height - 1 - y) * stride + x * 3 + 3,
      );
  }
  return bytes;
}

describe('recognition', () => {
  it.each([
    ['png', (image: GreyImage) => png(image)],
    [
      'jpeg',
      (image: GreyImage) => jpeg.encode({ width: image.width, height: image.height, data: rgba(image) }, 80).data,
    ],
    ['tiff', (image: GreyImage) => new Uint8Array(UTIF.encodeImage(rgba(image), image.width, image.height))],
    ['bmp', bmp],
  ] as const)('reads a %s', async (format, encode) => {
    const events = await collect({ name: `carta.${format}`, bytes: encode(scan) });
    expect(recall(textOf(events), lines)).toBeGreaterThan(0.95);
    expect(events.at(-1)).toMatchObject({ type: 'done', metadata: { format, language: 'es', parts: 1 } });
    const [quality] = events.flatMap((event) => (event.type === 'quality' ? event.parts : []));
    expect(quality).toMatchObject({ part: 1, method: 'ocr', size: [scan.width, scan.height] });
    expect(quality?.confidence).toBeGreaterThan(80);
  });

  it.each(['gif', 'webp'] as const)('reads a %s made by ImageMagick', async (format) => {
    const bytes = convert(png(scan), format);
    if (bytes === null) {
      console.warn(`SKIPPED: ImageMagick is not installed, so no ${format} was read`);
      return;
    }
    expect(recall(textOf(await collect({ name: `carta.${format}`, bytes })), lines)).toBeGreaterThan(0.95);
  });

  it('says where each line stands', async () => {
    const blocks = blocksOf(await collect({ name: 'carta.png', bytes: png(scan) }));
    const [block] = blocks as [Block];
    const first = block.place.lines?.[0];
    expect(block.text.slice(first?.start, first?.end)).toBe(lines[0]);
    expect(first?.rect[0]).toBeCloseTo(72 / 595, 2);
    expect(first?.rect[1]).toBeCloseTo((842 - 770 - 10) / 842, 1);
    expect(block.place.lines).toHaveLength(4);
  });

  it.each([1, 2, 3] as const)(
    'finds which way is up after %d quarter turns, and gives places of the page as it lies',
    async (turns: QuarterTurns) => {
      const events = await collect({ name: 'carta.png', bytes: png(turnImage(scan, turns)) });
      expect(recall(textOf(events), lines)).toBeGreaterThan(0.95);
      const rect = blocksOf(events)[0]?.place.lines?.[0]?.rect as readonly number[];
      const near = [null, 0.92, 0.92, 0.08][turns] as number;
      // The first line stands near the edge to which the top was turned.
      const middle =
        turns === 2 ? ((rect[1] as number) + (rect[3] as number)) / 2 : ((rect[0] as number) + (rect[2] as number)) / 2;
      expect(middle).toBeCloseTo(near, 1);
      expect(events.flatMap((event) => (event.type === 'quality' ? event.parts : []))[0]?.notes?.join()).toMatch(
        /turned by/,
      );
    },
  );

  it.each([-4, 3])('straightens a page that lies askew by %d degrees', async (angle) => {
    const events = await collect({ name: 'carta.png', bytes: png(skewImage(scan, angle)) });
    expect(recall(textOf(events), lines)).toBeGreaterThan(0.9);
  });

  it.each([-4, 3])('says where a line stands on a page that lies askew by %d degrees', async (angle) => {
    const middleOf = (events: readonly ParseEvent[]): readonly [number, number] => {
      const [x0, y0, x1, y1] = blocksOf(events)[0]?.place.lines?.[0]?.rect ?? [0, 0, 0, 0];
      return [((x0 + x1) / 2) * scan.width, ((y0 + y1) / 2) * scan.height];
    };
    const [x, y] = middleOf(await collect({ name: 'recta.png', bytes: png(scan) }));
    const [dx, dy] = [x - scan.width / 2, y - scan.height / 2];
    const radians = (angle * Math.PI) / 180;
    const expected = [
      scan.width / 2 + dx * Math.cos(radians) - dy * Math.sin(radians),
      scan.height / 2 + dx * Math.sin(radians) + dy * Math.cos(radians),
    ];
    const found = middleOf(await collect({ name: 'torcida.png', bytes: png(skewImage(scan, angle)) }));
    // Half a letter of the scan; the wrong way round it would be more than a hundred pixels.
    expect(Math.hypot(found[0] - expected[0]!, found[1] - expected[1]!)).toBeLessThan(12);
  });

  it('reads scanned pages between pages with text, in order, with both languages', async () => {
    const other = await drawPage(textPage(english, { size: 13, pitch: 18 }));
    const text = textPage(['Primera página con texto propio del documento que se lee sin reconocer.']);
    const events = await collect({
      name: 'mixto.pdf',
      bytes: makePdf([text, { texts: [], scan }, { texts: [{ x: 500, y: 20, text: '3' }], scan: other }, text]),
    });
    const parts = events.flatMap((event) => (event.type === 'quality' ? event.parts : []));
    expect(parts.map((part) => [part.part, part.method])).toEqual([
      [1, 'text'],
      [2, 'ocr'],
      [3, 'ocr'],
      [4, 'text'],
    ]);
    const textOfPart = (part: number): string =>
      blocksOf(events)
        .filter((block) => block.place.part === part)
        .map((block) => block.text)
        .join(' ');
    expect(recall(textOfPart(2), lines)).toBeGreaterThan(0.95);
    expect(recall(textOfPart(3), english)).toBeGreaterThan(0.95);
    expect(blocksOf(events).map((block) => block.place.part)).toEqual(
      [...blocksOf(events).map((block) => block.place.part)].sort(),
    );
  });

  it('calls a picture without writing what it is', async () => {
    const dots = Uint8Array.from({ length: 400 * 400 }, (_, i) => ((i * 2654435761) >>> 24) | 0xc0);
    const events = await collect({ name: 'foto.png', bytes: png({ width: 400, height: 400, dpi: 100, pixels: dots }) });
    expect(events.at(-1)).toMatchObject({ type: 'failed', reason: 'no_text' });
    expect(events[0]).toMatchObject({
      type: 'quality',
      parts: [{ method: 'ocr', characters: 0, notes: expect.arrayContaining(['image without text']) }],
    });
  });

  it('costs one page when recognition overruns, not the document', async () => {
    const full = await drawPage(
      textPage(
        Array.from({ length: 50 }, (_, i) => lines[i % 4] as string),
        { size: 10, pitch: 12 },
      ),
    );
    // How long is too long depends on the machine: half of what the page takes on it when it has the time.
    const startedAt = performance.now();
    await collect({ name: 'entero.pdf', bytes: makePdf([{ texts: [], scan: full }]) });
    const partMs = (performance.now() - startedAt) / 2;
    const pages = [textPage(['Texto de la primera página del documento.']), { texts: [], scan: full }];
    const events = await collect({ name: 'lento.pdf', bytes: makePdf(pages), limits: { partMs } });
    const parts = events.flatMap((event) => (event.type === 'quality' ? event.parts : []));
    expect(parts[1]).toMatchObject({ part: 2, method: 'unread', notes: [expect.stringContaining('longer than')] });
    expect(events.at(-1)).toMatchObject({ type: 'done' });
  });

  it('refuses a picture that claims to be gigantic', async () => {
    const bytes = Buffer.from(png({ width: 10, height: 10, dpi: 72, pixels: new Uint8Array(100) }));
    bytes.writeUInt32BE(100_000, 16);
    bytes.writeUInt32BE(100_000, 20);
    expect((await collect({ name: 'x.png', bytes })).at(-1)).toMatchObject({ type: 'failed', reason: 'too_large' });
  });
});

function convert(bytes: Uint8Array, format: string): Uint8Array | null {
  try {
    return execFileSync('convert', ['png:-', `${format}:-`], { input: bytes, maxBuffer: 64 * 1024 ** 2 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
