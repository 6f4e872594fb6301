import { parse } from 'parse5';
import type { Block, BlockKind } from '../../contract.ts';
import { formatNumeral } from '../office/numerals.ts';
import { createTableRows } from '../office/table/table-rows.ts';
import { createOpenTable, isLayoutTable, type OpenTable } from './html-table.ts';
import { attributeOf, type HtmlElement, type HtmlNode, isElement, isHidden } from './html-visibility.ts';

export type HtmlContent = {
  blocks: Block[];
  title?: string;
  meta: ReadonlyMap<string, string>;
  language?: string;
  images: number;
  /** Frames, whose content lies elsewhere. */
  frames: number;
};

export type HtmlOptions = { part: number; nextTable: () => number };

const blockElements = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'dialog',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'html',
  'legend',
  'li',
  'main',
  'menu',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
]);

const listFormats: Record<string, string> = { a: 'lowerLetter', A: 'upperLetter', i: 'lowerRoman', I: 'upperRoman' };

type List = { ordered: boolean; next: number; format: string };

/** The visible text of a page as blocks. Nothing is loaded, no script runs, no style sheet is applied. Walks without recursion. */
export function htmlBlocks(html: string, options: HtmlOptions): HtmlContent {
  const { part, nextTable } = options;
  const root = parse(html, { scriptingEnabled: true });
  const content: HtmlContent = { blocks: [], meta: new Map(), images: 0, frames: 0 };
  const meta = content.meta as Map<string, string>;
  const tables: (OpenTable | null)[] = [];
  const lists: List[] = [];
  let pieces: string[] = [];
  let preformatted = 0;
  let kind: BlockKind = 'paragraph';
  let level = 0;
  let marker = '';

  const currentTable = (): OpenTable | null => tables.findLast((table) => table !== null) ?? null;

  const flush = () => {
    const joined = pieces.join('');
    pieces = [];
    const text = (preformatted > 0 ? joined.replace(/^\n|\s+$/g, '') : tidy(joined)).replace(
      /[\u200b\u00ad\ufeff]/g,
      '',
    );
    if (text.trim() === '') return;
    const shown = marker === '' ? text : `${marker} ${text}`;
    marker = '';
    const table = currentTable();
    if (table?.inCell()) {
      table.text(shown);
      return;
    }
    const place = { part };
    content.blocks.push(kind === 'heading' ? { kind, level, text: shown, place } : { kind, text: shown, place });
    if (kind === 'list-item') kind = 'paragraph';
  };

  const enter = (element: HtmlElement) => {
    const tag = element.tagName;
    if (blockElements.has(tag)) flush();
    if (/^h[1-6]$/.test(tag)) {
      kind = 'heading';
      level = Number(tag[1]);
    } else if (tag === 'li' || tag === 'dd') {
      kind = 'list-item';
      const list = tag === 'li' ? lists.at(-1) : undefined;
      if (list?.ordered) {
        const value = Number.parseInt(attributeOf(element, 'value') ?? '', 10);
        if (Number.isFinite(value)) list.next = value;
        marker = `${formatNumeral(list.next, list.format)}.`;
        list.next += 1;
      } else marker = '';
    } else if (tag === 'ol' || tag === 'ul' || tag === 'menu') {
      const start = Number.parseInt(attributeOf(element, 'start') ?? '1', 10);
      lists.push({
        ordered: tag === 'ol',
        next: Number.isFinite(start) ? start : 1,
        format: listFormats[attributeOf(element, 'type') ?? ''] ?? 'decimal',
      });
    } else if (tag === 'pre') {
      preformatted += 1;
      kind = 'code';
    } else if (tag === 'br') pieces.push('\u2028');
    else if (tag === 'img') content.images += 1;
    else if (tag === 'iframe' || tag === 'frame') content.frames += 1;
    else if (tag === 'input')
      pieces.push(
        ` ${/^(?:text|submit|button|)$/.test(attributeOf(element, 'type') ?? '') ? (attributeOf(element, 'value') ?? '') : ''} `,
      );
    else if (tag === 'table') {
      const layout = isLayoutTable(element) || currentTable() !== null;
      tables.push(
        layout
          ? null
          : createOpenTable(
              createTableRows(nextTable(), (block) => content.blocks.push(block)),
              part,
            ),
      );
    } else if (tag === 'tr') tables.at(-1)?.startRow();
    else if (tag === 'td' || tag === 'th') tables.at(-1)?.startCell(element);
  };

  const leave = (element: HtmlElement) => {
    const tag = element.tagName;
    if (blockElements.has(tag)) flush();
    if (/^h[1-6]$/.test(tag) || tag === 'li' || tag === 'dd') {
      kind = 'paragraph';
      marker = '';
    } else if (tag === 'ol' || tag === 'ul' || tag === 'menu') lists.pop();
    else if (tag === 'pre') {
      preformatted -= 1;
      kind = 'paragraph';
    } else if (tag === 'td' || tag === 'th') tables.at(-1)?.endCell();
    else if (tag === 'tr') tables.at(-1)?.endRow();
    else if (tag === 'table') tables.pop()?.end();
  };

  const stack: { node: HtmlNode; leaving: boolean }[] = [{ node: root, leaving: false }];
  while (stack.length > 0) {
    const { node, leaving } = stack.pop()!;
    if (leaving) {
      leave(node as HtmlElement);
      continue;
    }
    if (node.nodeName === '#text') {
      pieces.push(
        preformatted > 0 ? (node as { value: string }).value : (node as { value: string }).value.replace(/\s+/g, ' '),
      );
      continue;
    }
    if (isElement(node)) {
      if (node.tagName === 'html') content.language = attributeOf(node, 'lang');
      if (node.tagName === 'head') readHead(node, content, meta);
      if (node.tagName === 'iframe' || node.tagName === 'frame') content.frames += 1;
      if (isHidden(node)) continue;
      enter(node);
      stack.push({ node, leaving: true });
    }
    if ('childNodes' in node)
      for (let at = node.childNodes.length - 1; at >= 0; at -= 1)
        stack.push({ node: node.childNodes[at]!, leaving: false });
  }
  flush();
  return content;
}

/** Collapses white space as a browser does; `br`, held as U+2028 until here, ends a line. */
function tidy(text: string): string {
  return text
    .split('\u2028')
    .map((line) => line.replace(/[ \t\n\r\f]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function readHead(head: HtmlElement, content: HtmlContent, meta: Map<string, string>): void {
  for (const node of head.childNodes) {
    if (!isElement(node)) continue;
    if (node.tagName === 'title' && content.title === undefined) {
      const text = node.childNodes
        .map((child) => ('value' in child ? child.value : ''))
        .join('')
        .replace(/\s+/g, ' ')
        .trim();
      if (text !== '') content.title = text;
    }
    const name = attributeOf(node, 'name') ?? attributeOf(node, 'property');
    const value = attributeOf(node, 'content');
    if (node.tagName === 'meta' && name !== undefined && value !== undefined && !meta.has(name.toLowerCase()))
      meta.set(name.toLowerCase(), value.trim());
  }
}
