import type { Pdfium } from './pdfium.ts';

/** Titles of the document's own contents by page (1-based). `level` from 1. */
export type Outline = ReadonlyMap<number, readonly { title: string; level: number }[]>;

const MAX_ENTRIES = 20_000;
const MAX_LEVEL = 6;

/** Reads the bookmarks. Loops, which damaged files have, end at the entry limit. Linear in entries. */
export function readOutline(pdfium: Pdfium, document: number): Outline {
  const { call } = pdfium;
  const pages = new Map<number, { title: string; level: number }[]>();
  const seen = new Set<number>();
  const open: { bookmark: number; level: number }[] = [];
  const push = (bookmark: number, level: number): void => {
    if (bookmark !== 0 && !seen.has(bookmark) && seen.size < MAX_ENTRIES) {
      seen.add(bookmark);
      open.push({ bookmark, level });
    }
  };
  push(call.FPDFBookmark_GetFirstChild(document, 0), 1);
  for (let next = open.pop(); next; next = open.pop()) {
    const { bookmark, level } = next;
    const title = pdfium.string((buffer, length) => call.FPDFBookmark_GetTitle(bookmark, buffer, length));
    const destination = call.FPDFBookmark_GetDest(document, bookmark);
    const page = destination === 0 ? -1 : call.FPDFDest_GetDestPageIndex(document, destination);
    if (page >= 0 && title !== '') {
      const titles = pages.get(page + 1) ?? [];
      titles.push({ title: normaliseTitle(title), level: Math.min(level, MAX_LEVEL) });
      pages.set(page + 1, titles);
    }
    push(call.FPDFBookmark_GetNextSibling(document, bookmark), level);
    push(call.FPDFBookmark_GetFirstChild(document, bookmark), level + 1);
  }
  return pages;
}

/** How titles are compared with the text of a page: letters and digits only, in lower case. */
export function normaliseTitle(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
