import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, defaultLimits, type PartQuality } from '../../contract.ts';
import { ParseFailure, type PartImage, type ReadMetadata } from '../../reader.ts';
import { makePdf, type PdfPage, type PdfText, textPage } from '../../testing/make-pdf.ts';
import { readPdf } from './pdf.reader.ts';

type Result = { blocks: Block[]; quality: PartQuality[]; images: PartImage[]; metadata: ReadMetadata };

async function read(bytes: Uint8Array): Promise<Result> {
  const blocks: Block[] = [];
  const quality: PartQuality[] = [];
  const images: PartImage[] = [];
  const input = {
    name: 'x.pdf',
    format: 'pdf' as const,
    limits: defaultLimits,
    bytes: async () => bytes,
    stream: (async function* () {})(),
  };
  const metadata = await readPdf(input, {
    blocks: async (more) => void blocks.push(...more),
    quality: async (more) => void quality.push(...more),
    image: async (image) => void images.push(image),
    attachment: async () => {},
    progress: async () => {},
    warn: () => {},
  });
  return { blocks, quality, images, metadata };
}

const prose = (seed: string, lines: number): string[] =>
  Array.from({ length: lines }, (_, i) => `${seed} línea ${'abcdefghijklmn'[i]} del texto corrido de esta columna`);

describe('readPdf', () => {
  it('joins lines into a paragraph, takes divided words together and says where each line stands', async () => {
    const { blocks } = await read(
      makePdf([
        textPage([
          'El contrato de suministro entra en vigor el día de su publi-',
          'cación y dura dos años, salvo prórroga expresa de las partes.',
        ]),
      ]),
    );
    expect(blocks).toHaveLength(1);
    const [block] = blocks as [Block];
    expect(block.text).toBe(
      'El contrato de suministro entra en vigor el día de su publicación y dura dos años, salvo prórroga expresa de las partes.',
    );
    const [first, second] = block.place.lines as NonNullable<Block['place']['lines']>;
    expect(block.text.slice(first?.start, first?.end)).toMatch(/de su publi$/);
    expect(block.text.slice(second?.start, second?.end)).toMatch(/^cación y dura/);
    expect(first?.rect[0]).toBeCloseTo(72 / 595, 2);
    expect(first?.rect[1]).toBeGreaterThan((842 - 770 - 14) / 842);
    expect(first?.rect[3]).toBeLessThan((842 - 770 + 6) / 842);
    expect(second?.rect[1]).toBeGreaterThan(first?.rect[1] as number);
  });

  it.each([
    ['Madrid-', 'Barcelona', 'Madrid-Barcelona'],
    ['2020-', '2021', '2020-2021'],
    ['socio-', 'económico', 'socioeconómico'],
  ])('joins %s and %s', async (a, b, joined) => {
    const { blocks } = await read(
      makePdf([
        textPage([
          `La línea de referencia que sirve para el tramo ${a}`,
          `${b} que se describe en el pliego de condiciones técnicas`,
        ]),
      ]),
    );
    expect(blocks[0]?.text).toContain(joined);
  });

  it('reads two columns one after the other, with the title before them', async () => {
    const texts: PdfText[] = [{ x: 120, y: 790, size: 20, text: 'Informe anual de la comisión de seguimiento' }];
    texts.push(...prose('Izquierda', 10).map((text, i) => ({ x: 50, y: 740 - i * 14, size: 10, text })));
    texts.push(...prose('Derecha', 10).map((text, i) => ({ x: 320, y: 740 - i * 14, size: 10, text })));
    const { blocks } = await read(makePdf([{ texts }]));
    expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1 });
    const body = blocks
      .slice(1)
      .map((block) => block.text)
      .join(' ');
    expect(body.indexOf('Derecha')).toBeGreaterThan(body.lastIndexOf('Izquierda'));
    expect(body.match(/Izquierda/g)).toHaveLength(10);
  });

  it('reads clear columns of short cells as table rows with their headings', async () => {
    const rows = [
      ['Concepto', 'Importe', 'Fecha'],
      ['Licencia', '1.200,00', '01/02/2024'],
      ['Soporte', '300,00', '05/02/2024'],
      ['Formación', '450,50', '09/02/2024'],
    ];
    const texts = rows.flatMap((row, i) =>
      row.map((text, column): PdfText => ({ x: 80 + column * 150, y: 700 - i * 16, bold: i === 0, text })),
    );
    const { blocks } = await read(makePdf([{ texts }]));
    expect(blocks.map((block) => block.kind)).toEqual(['table-row', 'table-row', 'table-row', 'table-row']);
    expect(blocks[2]).toMatchObject({
      text: 'Soporte | 300,00 | 05/02/2024',
      header: rows[0],
      table: 1,
      cells: [{ ref: 'A3' }, { ref: 'B3', text: '300,00' }, { ref: 'C3' }],
    });
    const amount = blocks[2]?.place.lines?.[1];
    expect(blocks[2]?.text.slice(amount?.start, amount?.end)).toBe('300,00');
    expect(amount?.rect[0]).toBeCloseTo(230 / 595, 2);
  });

  it('takes a table with long cells on its right for no columns of text, nor the paragraph above it for a part of one', async () => {
    const rows = [
      ['Curso', 'Duración', 'Obligatorio para'],
      ['Básico de construcción', '20 horas', 'Todo el personal'],
      ['Trabajos en altura', '8 horas', 'Encofradores y ferrallistas'],
      ['Espacios confinados', '6 horas', 'Personal de la conducción'],
    ];
    const above = ['El botiquín y el desfibrilador que manda la norma están en la caseta de la', 'obra.'];
    const texts = [
      ...above.map((text, i): PdfText => ({ x: 72, y: 740 - i * 14, text })),
      ...rows.flatMap((row, i) =>
        row.map((text, column): PdfText => ({ x: 78 + column * 137, y: 690 - i * 14, bold: i === 0, text })),
      ),
    ];
    const { blocks } = await read(makePdf([{ texts }]));
    expect(blocks[0]).toMatchObject({ kind: 'paragraph', text: above.join(' ') });
    expect(blocks.slice(1).map((block) => block.cells?.map((cell) => cell.text))).toEqual(rows);
    expect(blocks[2]).toMatchObject({ header: rows[0] });
  });

  it('finds columns that are hardly further apart than words, when enough rows agree', async () => {
    const rows = [
      ['Capital', 'Yakarta', 'Berlín'],
      ['Moneda', 'rupia', 'euro'],
      ['Lengua', 'indonesio', 'alemán'],
      ['Habitantes', '273.879', '83.190'],
      ['Superficie', '1.904.569', '357.588'],
    ];
    const texts = rows.flatMap((row, i) =>
      row.map((text, column): PdfText => ({ x: [80, 200, 253][column] as number, y: 700 - i * 16, text })),
    );
    const { blocks } = await read(makePdf([{ texts }]));
    expect(blocks.map((block) => block.cells?.map((cell) => cell.text))).toEqual(rows);
  });

  it('keeps the first running header and footer, and leaves the others out with a note', async () => {
    const pages = Array.from(
      { length: 4 },
      (_, i): PdfPage => ({
        texts: [
          { x: 72, y: 810, size: 9, text: 'Ayuntamiento de Ejemplo - Acta ordinaria' },
          ...textPage([`Punto ${'ABCD'[i]} del orden del día que se trata en esta página.`], { top: 700 }).texts,
          { x: 290, y: 30, size: 9, text: `Página ${i + 1} de 4` },
        ],
      }),
    );
    const { blocks, quality } = await read(makePdf(pages));
    expect(blocks.filter((block) => block.text.includes('Acta ordinaria'))).toMatchObject([
      { kind: 'header-field', place: { part: 1 } },
    ]);
    expect(blocks.filter((block) => block.text.startsWith('Página'))).toHaveLength(1);
    expect(blocks.filter((block) => block.text.startsWith('Punto'))).toHaveLength(4);
    expect(quality[2]?.notes).toEqual(['2 running header or footer lines left out']);
  });

  it('does not take numbers at the top for a header when they do not count pages', async () => {
    const pages = [17, 23, 5].map(
      (n): PdfPage => ({
        texts: [
          { x: 72, y: 800, text: `Expediente ${n}` },
          ...textPage(['Texto del expediente que se instruye.'], { top: 600 }).texts,
        ],
      }),
    );
    const { blocks } = await read(makePdf(pages));
    for (const n of [17, 23, 5]) expect(blocks.map((block) => block.text)).toContain(`Expediente ${n}`);
  });

  it.each([90, 180, 270] as const)(
    'gives places as the page is shown when it is turned by %d degrees',
    async (rotate) => {
      const { blocks, quality } = await read(
        makePdf([{ rotate, texts: [{ x: 0, y: 0, size: 10, text: 'esquina inferior izquierda' }] }]),
      );
      const [x0, y0, x1, y1] = blocks[0]?.place.lines?.[0]?.rect ?? [0, 0, 0, 0];
      expect(blocks[0]?.text).toBe('esquina inferior izquierda');
      expect(quality[0]?.size).toEqual(rotate === 180 ? [595, 842] : [842, 595]);
      if (rotate === 90) expect([x0, y0]).toEqual([expect.closeTo(0, 2), expect.closeTo(0, 2)]);
      if (rotate === 180) expect([x1, y0]).toEqual([expect.closeTo(1, 2), expect.closeTo(0, 2)]);
      if (rotate === 270) expect([x1, y1]).toEqual([expect.closeTo(1, 2), expect.closeTo(1, 2)]);
    },
  );

  it('reads writing that runs up the page, with its true place', async () => {
    const texts: PdfText[] = ['Tabla girada primera línea', 'y segunda línea de la misma'].map((text, i) => ({
      x: 100 + i * 14,
      y: 100,
      up: true,
      text,
    }));
    const { blocks } = await read(makePdf([{ texts }]));
    expect(blocks[0]?.text).toBe('Tabla girada primera línea y segunda línea de la misma');
    const [x0, y0, x1, y1] = blocks[0]?.place.lines?.[0]?.rect ?? [0, 0, 0, 0];
    expect(y1 - y0).toBeGreaterThan(4 * (x1 - x0));
    expect(y1).toBeCloseTo((842 - 100) / 842, 2);
  });

  it('finds headings by size, by weight and by the contents of the document', async () => {
    const texts: PdfText[] = [
      { x: 72, y: 780, size: 22, text: 'Memoria de actividad' },
      { x: 72, y: 740, size: 11, bold: true, text: 'Resumen de resultados' },
      ...textPage(prose('Cuerpo', 6), { top: 710 }).texts,
      { x: 72, y: 590, text: 'Conclusiones finales' },
      ...textPage(prose('Final', 6), { top: 560 }).texts,
    ];
    const { blocks } = await read(makePdf([{ texts }], { outline: [{ title: 'Conclusiones finales', page: 1 }] }));
    const headings = blocks.filter((block) => block.kind === 'heading').map((block) => [block.level, block.text]);
    expect(headings).toEqual([
      [1, 'Memoria de actividad'],
      [4, 'Resumen de resultados'],
      [1, 'Conclusiones finales'],
    ]);
  });

  it('takes title, author and dates', async () => {
    const info = { Title: 'Acta', Author: 'Secretaría', CreationDate: "D:20240131120000+01'00'", ModDate: 'D:2024' };
    const { metadata } = await read(makePdf([textPage(['x y z'])], { info }));
    expect(metadata).toEqual({
      parts: 1,
      title: 'Acta',
      author: 'Secretaría',
      created: '2024-01-31T12:00:00+01:00',
      modified: '2024-01-01T00:00:00Z',
    });
  });

  it('calls a blank page empty', async () => {
    const { blocks, quality } = await read(makePdf([{ texts: [] }]));
    expect(blocks).toEqual([]);
    expect(quality).toMatchObject([{ part: 1, method: 'empty', characters: 0 }]);
  });

  it('ends in a named failure or a document for cut and damaged files', async () => {
    const good = makePdf([textPage(prose('Uno', 5)), textPage(prose('Dos', 5))]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 12 }),
        fc.option(fc.nat(good.length)),
        async (flips, cut) => {
          const bytes = Uint8Array.from(good);
          for (const [at, mask] of flips) bytes[at] = (bytes[at] as number) ^ mask;
          try {
            const { quality, metadata } = await read(bytes.subarray(0, cut ?? bytes.length));
            expect(quality).toHaveLength(metadata.parts);
          } catch (error) {
            expect(error).toBeInstanceOf(ParseFailure);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
