import type { Block, PartQuality } from '../../contract.ts';
import { type Emit, ParseFailure, type Reader } from '../../reader.ts';
import { sendAttachments } from './attachments.ts';
import { createBodyHeight } from './body-height.ts';
import { openForm } from './form.ts';
import { readOutline } from './outline.ts';
import { lineToBlock, type PageContext, pageToBlocks } from './page-blocks.ts';
import { type PageContent, readPageContent } from './page-content.ts';
import { parsePdfDate } from './pdf-date.ts';
import { openPdf } from './pdf-document.ts';
import { loadPdfium, type Pdfium } from './pdfium.ts';
import { renderPage } from './render.ts';
import { createRunningLines, type RunningLines } from './running-lines.ts';

/** A page is laid out when this many pages after it are known: odd and even pages may have headers of their own. */
const LOOK_AHEAD = 2;
const PROGRESS_EVERY = 20;

/** Reads a PDF page by page with PDFium; pages without a usable text layer are sent as pictures. */
export const readPdf: Reader = async (input, emit) => {
  const bytes = await input.bytes();
  const pdfium = await loadPdfium();
  const document = openPdf(pdfium, bytes);
  const form = openForm(pdfium, document.handle);
  try {
    if (document.pages === 0) throw new ParseFailure('broken', 'the PDF has no pages');
    await readPages(pdfium, document.handle, form.handle, document.pages, input.limits.maxParts, emit);
    await sendAttachments(pdfium, document.handle, input.limits, emit);
    const title = document.meta('Title').trim();
    const author = document.meta('Author').trim();
    const created = parsePdfDate(document.meta('CreationDate'));
    const modified = parsePdfDate(document.meta('ModDate'));
    return {
      parts: document.pages,
      ...(title === '' ? {} : { title }),
      ...(author === '' ? {} : { author }),
      ...(created === undefined ? {} : { created }),
      ...(modified === undefined ? {} : { modified }),
    };
  } finally {
    form.close();
    document.close();
  }
};

async function readPages(
  pdfium: Pdfium,
  document: number,
  form: number,
  pages: number,
  maxParts: number,
  emit: Emit,
): Promise<void> {
  if (pages > maxParts) throw new ParseFailure('too_large', `the PDF has ${pages} pages, more than ${maxParts}`);
  const running = createRunningLines();
  const body = createBodyHeight();
  let tables = 0;
  const outline = readOutline(pdfium, document);
  const context = (): PageContext => ({ bodyHeight: body.height(), outline, nextTable: () => ++tables });
  const window: (PageContent | null)[] = [];
  for (let part = 1; part <= pages + LOOK_AHEAD; part++) {
    if (part <= pages) {
      const page = readPageContent(pdfium, document, form, part);
      if (page) body.add(page);
      window.push(page);
    }
    const at = part - LOOK_AHEAD;
    if (at < 1) continue;
    // The window holds the page, up to two before it and up to two after it.
    const first = Math.max(1, at - LOOK_AHEAD);
    while (window.length > Math.min(part, pages) - first + 1) window.shift();
    const page = window[at - first] ?? null;
    const neighbours = window.filter((other): other is PageContent => other !== null && other !== page);
    await sendPage(pdfium, document, at, page, neighbours, running, context(), emit);
    if (at % PROGRESS_EVERY === 0) await emit.progress(at, pages);
  }
}

async function sendPage(
  pdfium: Pdfium,
  document: number,
  part: number,
  page: PageContent | null,
  neighbours: readonly PageContent[],
  running: RunningLines,
  context: PageContext,
  emit: Emit,
): Promise<void> {
  if (page === null) {
    const notes = ['the page is damaged'];
    await emit.quality([{ part, kind: 'page', method: 'unread', characters: 0, notes }]);
    return;
  }
  const comments = page.annotations.map((text): Block => ({ kind: 'paragraph', text, place: { part } }));
  if (page.source === 'picture') {
    await sendPicture(pdfium, document, page, emit);
    await emit.blocks(comments);
    return;
  }
  const { first, removed } = running.takeOut(page, neighbours);
  const headers = first.map((segments) => lineToBlock(page, segments));
  const blocks = [...headers, ...pageToBlocks(page, context), ...comments];
  await emit.blocks(blocks);
  await emit.quality([describe(page, blocks, removed)]);
}

function describe(page: PageContent, blocks: readonly Block[], removed: number): PartQuality {
  const characters = blocks.reduce((sum, block) => sum + block.text.length, 0);
  const notes: string[] = [];
  if (removed > 0) notes.push(`${removed} running header or footer lines left out`);
  if (page.pictures > 0) notes.push(`${page.pictures} pictures on the page were not read`);
  return {
    part: page.part,
    kind: 'page',
    method: characters > 0 || page.source === 'text' ? 'text' : 'empty',
    characters,
    garbage: page.garbage,
    size: [page.size.width, page.size.height],
    ...(notes.length > 0 ? { notes } : {}),
  };
}

async function sendPicture(pdfium: Pdfium, document: number, page: PageContent, emit: Emit): Promise<void> {
  const { part, size } = page;
  const handle = pdfium.call.FPDF_LoadPage(document, part - 1);
  try {
    const picture = renderPage(pdfium, handle);
    const notes = page.garbage > 0 ? { notes: ['the text layer is unreadable; the page was recognised'] } : {};
    await emit.image({ type: 'image', part, kind: 'page', ...picture, size: [size.width, size.height], ...notes });
  } catch (error) {
    if (!(error instanceof ParseFailure || error instanceof RangeError)) throw error;
    const notes = [error.message];
    await emit.quality([
      { part, kind: 'page', method: 'unread', characters: 0, size: [size.width, size.height], notes },
    ]);
  } finally {
    pdfium.call.FPDF_ClosePage(handle);
  }
}
