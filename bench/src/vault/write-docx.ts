import { Document, HeadingLevel, Packer, PageBreak, Paragraph, TextRun } from 'docx';

/** A Word file with a heading, paragraphs and page breaks. */
export async function writeDocx(title: string, pages: readonly string[][]): Promise<Uint8Array> {
  const children = [new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 })];
  for (const [number, paragraphs] of pages.entries()) {
    if (number > 0) children.push(new Paragraph({ children: [new PageBreak()] }));
    for (const text of paragraphs) children.push(new Paragraph({ children: [new TextRun(text)] }));
  }
  return await Packer.toBuffer(new Document({ title, sections: [{ children }] }));
}
