import {
  AlignmentType,
  Document,
  type FileChild,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import type { Block, SampleDocument } from '../blocks.ts';
import { zipTexts } from './zip.ts';

/** A Word document with page heads, page numbers, headings, lists and tables. */
export async function writeDocx(sample: SampleDocument): Promise<Uint8Array> {
  const page = sample.language === 'es' ? 'Página ' : 'Page ';
  const document = new Document({
    title: sample.title,
    creator: sample.author,
    lastModifiedBy: sample.author,
    styles: {
      default: {
        document: {
          run: {
            font: 'Liberation Serif',
            size: 22,
            language: { value: sample.language === 'es' ? 'es-ES' : 'en-GB' },
          },
        },
      },
    },
    sections: [
      {
        headers: {
          default: new Header({
            children: [
              new Paragraph({ children: [new TextRun({ text: sample.pageHead, size: 16, color: '555555' })] }),
            ],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [page, PageNumber.CURRENT], size: 16 })],
              }),
            ],
          }),
        },
        children: sample.blocks.flatMap(writeBlock),
      },
    ],
  });
  return withFixedTimes(new Uint8Array(await Packer.toBuffer(document)), sample.date);
}

function writeBlock(block: Block): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          text: block.text,
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          spacing: { before: 240, after: 120 },
        }),
      ];
    case 'paragraph':
      return [new Paragraph({ text: block.text, alignment: AlignmentType.JUSTIFIED, spacing: { after: 140 } })];
    case 'list':
      return block.items.map((text) => new Paragraph({ text, bullet: { level: 0 } }));
    case 'table':
      return [writeTable(block.header, block.rows), new Paragraph({ text: '' })];
  }
}

function writeTable(header: readonly string[], rows: readonly (readonly string[])[]): Table {
  const cell = (text: string, bold: boolean) =>
    new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold, size: 20 })] })] });
  const row = (cells: readonly string[], isHeader: boolean) =>
    new TableRow({ tableHeader: isHeader, children: cells.map((text) => cell(text, isHeader)) });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(header, true), ...rows.map((cells) => row(cells, false))],
  });
}

/** The library writes the time of the run; the document says the date that it claims. */
function withFixedTimes(archive: Uint8Array, date: string): Uint8Array {
  const entries: Record<string, Uint8Array> = unzipSync(archive);
  const core = strFromU8(entries['docProps/core.xml']!);
  const stamped = core.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${date}T09:00:00Z`);
  entries['docProps/core.xml'] = strToU8(stamped);
  return zipTexts(Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))));
}
