import type { Block, LineBox, PartQuality } from '../../contract.ts';
import { ParseFailure, type Reader } from '../../reader.ts';
import { openPdf } from './pdf-document.ts';
import { loadPdfium, type Pdfium } from './pdfium.ts';

export const readPdf: Reader = async (input, emit) => {
  const bytes = await input.bytes();
  const pdfium = await loadPdfium();
  const document = openPdf(pdfium, bytes);
  try {
    if (document.pages === 0) throw new ParseFailure('broken', 'the PDF has no pages');
    for (let part = 1; part <= document.pages; part++) {
      const { blocks, quality } = readPage(pdfium, document.handle, part);
      await emit.blocks(blocks);
      await emit.quality([quality]);
      await emit.progress(part, document.pages);
    }
    return {
      parts: document.pages,
      title: document.meta('Title') || undefined,
      author: document.meta('Author') || undefined,
    };
  } finally {
    document.close();
  }
};

function readPage(pdfium: Pdfium, document: number, part: number): { blocks: Block[]; quality: PartQuality } {
  const { call } = pdfium;
  const page = call.FPDF_LoadPage(document, part - 1);
  if (page === 0)
    return { blocks: [], quality: { part, kind: 'page', method: 'unread', characters: 0, notes: ['damaged page'] } };
  const width = call.FPDF_GetPageWidthF(page);
  const height = call.FPDF_GetPageHeightF(page);
  const text = call.FPDFText_LoadPage(page);
  const blocks: Block[] = [];
  let line = '';
  let box = [Infinity, Infinity, -Infinity, -Infinity];
  const flush = (): void => {
    if (line.trim()) {
      const rect = [box[0]! / width, 1 - box[3]! / height, box[2]! / width, 1 - box[1]! / height] as const;
      const lines: LineBox[] = [{ start: 0, end: line.length, rect }];
      blocks.push({ kind: 'paragraph', text: line, place: { part, lines } });
    }
    line = '';
    box = [Infinity, Infinity, -Infinity, -Infinity];
  };
  pdfium.scratch(16, (rect) => {
    const count = call.FPDFText_CountChars(text);
    for (let i = 0; i < count; i++) {
      const code = call.FPDFText_GetUnicode(text, i);
      if (code === 10 || code === 13) flush();
      else {
        line += String.fromCodePoint(code);
        if (call.FPDFText_GetLooseCharBox(text, i, rect)) {
          const [left = 0, top = 0, right = 0, bottom = 0] = new Float32Array(call.memory.buffer, rect, 4);
          box = [Math.min(box[0]!, left), Math.min(box[1]!, bottom), Math.max(box[2]!, right), Math.max(box[3]!, top)];
        }
      }
    }
    flush();
  });
  call.FPDFText_ClosePage(text);
  call.FPDF_ClosePage(page);
  const characters = blocks.reduce((sum, block) => sum + block.text.length, 0);
  const method = characters > 0 ? 'text' : 'unread';
  return { blocks, quality: { part, kind: 'page', method, characters, size: [width, height] } };
}
