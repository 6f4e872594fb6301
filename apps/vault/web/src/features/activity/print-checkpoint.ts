import { drawQr, printFrame } from '@nexus/page';
import { formatTime, type Locale } from '@nexus/ui';
import type { Checkpoint } from './log-queries.ts';

export type PrintedCheckpoint = {
  checkpoint: Checkpoint;
  publicKey: string;
  locale: Locale;
  words: { title: string; help: string; key: string };
};

const svgNamespace = 'http://www.w3.org/2000/svg';

/** A sheet of paper is a second place that no server reaches: the note as text and as a code for cameras, and nothing else of the page. */
export function printCheckpoint({ checkpoint, publicKey, locale, words }: PrintedCheckpoint): void {
  printFrame((page) => {
    page.title = words.title;
    const add = (name: string, text: string): void => {
      const element = page.createElement(name);
      element.textContent = text;
      page.body.append(element);
    };
    add('h1', words.title);
    add('p', `${formatTime(checkpoint.signedAt, locale)} · ${checkpoint.size}`);
    page.body.append(qrOf(page, checkpoint.note));
    add('pre', checkpoint.note);
    add('p', words.key);
    add('pre', publicKey);
    add('p', words.help);
  });
}

function qrOf(page: Document, text: string): SVGElement {
  const { size, path } = drawQr(text);
  const svg = page.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('width', '280');
  svg.setAttribute('height', '280');
  svg.setAttribute('shape-rendering', 'crispEdges');
  const drawing = page.createElementNS(svgNamespace, 'path');
  drawing.setAttribute('d', path);
  svg.append(drawing);
  return svg;
}
