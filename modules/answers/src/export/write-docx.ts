import type { Paragraph as DocxParagraph } from 'docx';
import type { AnswerDocument, ExportedQuote } from './answer-document.ts';

const muted = '5B6670';
const markShade = 'FFEDA6';
const serif = 'Georgia';

/** The answer for Word. @throws when the library does */
export async function writeDocx(answer: AnswerDocument): Promise<Buffer> {
  // A few hundred milliseconds to load, and most sessions export nothing.
  const { AlignmentType, Document, Footer, Header, HeadingLevel, Packer, PageNumber, Paragraph, ShadingType, TextRun } =
    await import('docx');
  const small = (text: string): DocxParagraph =>
    new Paragraph({ spacing: { after: 60 }, children: [new TextRun({ text, size: 18, color: muted })] });
  const centred = (children: (string | InstanceType<typeof TextRun>)[]): DocxParagraph =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: children.map((child) =>
        typeof child === 'string' ? new TextRun({ text: child, size: 16, color: muted }) : child,
      ),
    });

  /** The label of the whole, in its colour, above and below every page. */
  function banner(): DocxParagraph {
    return centred([new TextRun({ text: answer.banner, bold: true, size: 16, color: answer.colour.slice(1) })]);
  }

  function quoteParagraphs({ number, quote, sources }: ExportedQuote): DocxParagraph[] {
    const words = quote
      ? [
          new TextRun({ text: `«${quote.before}`, font: serif, size: 23 }),
          new TextRun({
            text: quote.marked,
            font: serif,
            size: 23,
            shading: { type: ShadingType.CLEAR, fill: markShade, color: 'auto' },
          }),
          new TextRun({ text: `${quote.after}»`, font: serif, size: 23 }),
        ]
      : [];
    const indent = { left: 420, hanging: 420 };
    return [
      new Paragraph({
        spacing: { before: 200, after: 60 },
        indent,
        keepNext: true,
        tabStops: [{ type: 'left', position: 420 }],
        children: [new TextRun({ text: `${number}.\t`, bold: true }), ...words],
      }),
      ...sources.map(
        (source) =>
          new Paragraph({
            indent: { left: 420 },
            spacing: { after: 40 },
            children: [new TextRun({ text: source, size: 18, color: muted })],
          }),
      ),
    ];
  }

  const document = new Document({
    creator: 'Nexus',
    title: answer.title,
    styles: { default: { document: { run: { font: 'Calibri', size: 22, language: { value: localeOf(answer) } } } } },
    sections: [
      {
        headers: { default: new Header({ children: [banner()] }) },
        footers: {
          default: new Footer({
            children: [
              banner(),
              centred([`${answer.footer} · `, new TextRun({ children: [PageNumber.CURRENT], size: 16, color: muted })]),
            ],
          }),
        },
        children: [
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(answer.title)] }),
          small(answer.subtitle),
          ...(answer.lead === '' ? [] : [new Paragraph({ spacing: { before: 160 }, children: [bold(answer.lead)] })]),
          ...answer.quotes.flatMap(quoteParagraphs),
          new Paragraph({ spacing: { before: 240 } }),
          ...answer.notes.map(small),
        ],
      },
    ],
  });
  return await Packer.toBuffer(document);

  function bold(text: string): InstanceType<typeof TextRun> {
    return new TextRun({ text, bold: true });
  }
}

function localeOf({ language }: AnswerDocument): string {
  return language === 'es' ? 'es-ES' : 'en-GB';
}
