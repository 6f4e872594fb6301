import { deflateSync } from 'node:zlib';

/** Points; A4 with margins that leave room for about 3,000 characters of 10-point text. */
const page = { width: 595, height: 842, left: 56, top: 786, leading: 13, fontSize: 10 };
const charactersALine = 98;

/** A born-digital PDF: compressed content streams, a standard font, one text line after the other (ISO 32000-1, 7.5 and 9.4). */
export function writePdf(title: string, pages: readonly string[][]): Uint8Array {
  const objects: Buffer[] = [];
  const add = (content: string | Buffer) => objects.push(Buffer.from(content));
  const firstPage = 4;
  const kids = pages.map((_, i) => `${firstPage + 2 * i} 0 R`).join(' ');
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  for (const [i, paragraphs] of pages.entries()) {
    const content = deflateSync(contentOf(i === 0 ? [title, ...paragraphs] : paragraphs));
    const contentId = firstPage + 2 * i + 1;
    const box = `/MediaBox [0 0 ${page.width} ${page.height}]`;
    add(`<< /Type /Page /Parent 2 0 R ${box} /Contents ${contentId} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`);
    const head = `<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`;
    add(Buffer.concat([Buffer.from(head), content, Buffer.from('\nendstream')]));
  }
  return assemble(objects);
}

function contentOf(paragraphs: readonly string[]): Buffer {
  const lines = [`BT /F1 ${page.fontSize} Tf ${page.leading} TL ${page.left} ${page.top} Td`];
  for (const paragraph of paragraphs) {
    for (const line of wrapped(paragraph)) lines.push(`(${line.replaceAll(/[\\()]/g, '\\$&')}) Tj T*`);
    lines.push(`0 -${page.leading / 2} Td`);
  }
  return Buffer.from([...lines, 'ET'].join('\n'), 'latin1');
}

function* wrapped(paragraph: string): Generator<string> {
  let line = '';
  for (const word of paragraph.split(/\s+/)) {
    if (line && line.length + 1 + word.length > charactersALine) {
      yield line;
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  yield line;
}

function assemble(objects: readonly Buffer[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let size = parts[0]!.length;
  const push = (part: Buffer) => {
    parts.push(part);
    size += part.length;
  };
  for (const [i, object] of objects.entries()) {
    offsets.push(size);
    push(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]));
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`;
  push(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${entries}${trailer}`));
  return Buffer.concat(parts);
}
