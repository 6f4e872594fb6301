import { readableInk } from '@nexus/ui';
import { useState } from 'react';
import type { Pages } from './pages.ts';

/** More pages as pictures than these would fill the memory: then only the one that is being read is printed. */
export const mostPrintedPages = 40;

/** What stands above and below every sheet. */
export type SheetLabel = { text: string; colour: string };

/** Prints pages as pictures, outside the page's own frame (`nx-printed` in the style sheet), each between the bars of its label. */
export function usePrint(source: Pages, label: SheetLabel): { print: (part: number) => void; isPrinting: boolean } {
  const [isPrinting, setPrinting] = useState(false);
  const print = async (part: number): Promise<void> => {
    setPrinting(true);
    const parts = source.sizes.length <= mostPrintedPages ? source.sizes.map((size) => size.part) : [part];
    const sheet = document.createElement('div');
    sheet.className = 'nx-printed';
    const urls: string[] = [];
    try {
      for (const each of parts) {
        const url = URL.createObjectURL(await source.paint(each));
        urls.push(url);
        const image = document.createElement('img');
        image.src = url;
        image.alt = '';
        await image.decode();
        const page = document.createElement('section');
        page.append(barOf(label), image, barOf(label));
        sheet.append(page);
      }
      document.body.append(sheet);
      window.print();
    } finally {
      sheet.remove();
      for (const url of urls) URL.revokeObjectURL(url);
      setPrinting(false);
    }
  };
  return { print: (part) => void print(part), isPrinting };
}

function barOf({ text, colour }: SheetLabel): HTMLElement {
  const bar = document.createElement('p');
  bar.textContent = text;
  bar.style.background = colour;
  bar.style.color = readableInk(colour);
  return bar;
}
