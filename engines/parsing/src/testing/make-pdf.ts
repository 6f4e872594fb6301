/** A page of a test PDF: pieces of text with their place (points, origin at the bottom left as in PDF) and size. */
export type PdfText = { x: number; y: number; size?: number; bold?: boolean; text: string; up?: boolean };
export type PdfPage = {
  texts: readonly PdfText[];
  /** A grey picture that fills the page, as a scanner makes it. */
  scan?: { width: number; height: number; pixels: Uint8Array };
  width?: number;
  height?: number;
  rotate?: 0 | 90 | 180 | 270;
};
export type PdfOptions = {
  info?: Record<string, string>;
  /** Bookmarks, one level: title and page (1-based). */
  outline?: readonly { title: string; page: number }[];
};

/**
 * Writes a PDF 1.4 by hand (ISO 32000-1, 7.5): Helvetica and Helvetica-Bold, WinAnsi text, uncompressed. Gives it in pieces, so that a
 * test can make ten thousand pages without holding them.
 */
export function* pdfChunks(pages: Iterable<PdfPage>, options: PdfOptions = {}): Generator<Uint8Array<ArrayBuffer>> {
  const offsets: number[] = [];
  let at = 0;
  const piece = (text: string): Uint8Array<ArrayBuffer> => {
    const bytes = Buffer.from(text, 'latin1');
    at += bytes.length;
    return bytes;
  };
  const object = (id: number, body: string): Uint8Array<ArrayBuffer> => {
    offsets[id] = at;
    return piece(`${id} 0 obj\n${body}\nendobj\n`);
  };
  yield piece('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n');
  yield object(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  yield object(4, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>');
  const kids: number[] = [];
  let next = 5;
  for (const page of pages) {
    const { width = 595, height = 842, rotate = 0, scan } = page;
    const picture = scan ? [`q ${width} 0 0 ${height} 0 0 cm /Im Do Q`] : [];
    const stream = [...picture, ...page.texts.map(showText)].join('\n');
    yield object(next, `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`);
    yield object(
      next + 1,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${rotate} ` +
        `/Resources << /Font << /F1 3 0 R /F2 4 0 R >>${scan ? ` /XObject << /Im ${next + 2} 0 R >>` : ''} >> ` +
        `/Contents ${next} 0 R >>`,
    );
    kids.push(next + 1);
    next += 2;
    if (scan) yield object(next++, imageObject(scan));
  }
  yield object(2, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}] >>`);
  const marks = options.outline ?? [];
  const outline = next;
  if (marks.length > 0) {
    yield object(
      next++,
      `<< /Type /Outlines /Count ${marks.length} /First ${next} 0 R /Last ${next + marks.length - 1} 0 R >>`,
    );
    for (const [i, mark] of marks.entries()) {
      const sibling = i < marks.length - 1 ? `/Next ${next + 1} 0 R ` : '';
      yield object(
        next++,
        `<< /Title (${quote(mark.title)}) /Parent ${outline} 0 R ${sibling}/Dest [${kids[mark.page - 1]} 0 R /Fit] >>`,
      );
    }
  }
  yield object(1, `<< /Type /Catalog /Pages 2 0 R${marks.length > 0 ? ` /Outlines ${outline} 0 R` : ''} >>`);
  const info = Object.entries(options.info ?? {}).map(([key, value]) => `/${key} (${quote(value)})`);
  yield object(next, `<< ${info.join(' ')} >>`);
  const start = at;
  const entries = Array.from({ length: next }, (_, i) => `${String(offsets[i + 1] ?? 0).padStart(10, '0')} 00000 n \n`);
  yield piece(`xref\n0 ${next + 1}\n0000000000 65535 f \n${entries.join('')}`);
  yield piece(`trailer\n<< /Size ${next + 1} /Root 1 0 R /Info ${next} 0 R >>\nstartxref\n${start}\n%%EOF\n`);
}

export function makePdf(pages: Iterable<PdfPage>, options: PdfOptions = {}): Uint8Array {
  return Buffer.concat([...pdfChunks(pages, options)]);
}

/** Lines under each other, as a page of running text. */
export function textPage(
  lines: readonly string[],
  options: { x?: number; top?: number; pitch?: number; size?: number } = {},
): PdfPage {
  const { x = 72, top = 770, pitch = 14, size = 11 } = options;
  return { texts: lines.map((text, i) => ({ x, y: top - i * pitch, size, text })) };
}

function showText({ x, y, size = 11, bold = false, up = false, text }: PdfText): string {
  const matrix = up ? `0 1 -1 0 ${x} ${y}` : `1 0 0 1 ${x} ${y}`;
  return `BT /${bold ? 'F2' : 'F1'} ${size} Tf ${matrix} Tm (${quote(text)}) Tj ET`;
}

function imageObject({ width, height, pixels }: NonNullable<PdfPage['scan']>): string {
  const head = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`;
  return `${head} /Length ${pixels.length} >>\nstream\n${Buffer.from(pixels).toString('latin1')}\nendstream`;
}

/** WinAnsi equals Latin-1 for Spanish; the three characters with a meaning in PDF strings are escaped. */
function quote(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
