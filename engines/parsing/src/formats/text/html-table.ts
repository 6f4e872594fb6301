import { cellRef } from '../office/table/cell-ref.ts';
import type { CellDraft } from '../office/table/table-header.ts';
import type { TableRows } from '../office/table/table-rows.ts';
import { attributeOf, type HtmlElement, type HtmlNode, isElement } from './html-visibility.ts';

/** A table of data being read; layout tables get none. */
export type OpenTable = {
  startRow(): void;
  startCell(element: HtmlElement): void;
  text(text: string): void;
  inCell(): boolean;
  endCell(): void;
  endRow(): void;
  end(): void;
};

const maxSpan = 1_000;

/** Spans reach right and down as they do on screen: a cell that spans rows is repeated in each, with the address where it stands. */
export function createOpenTable(rows: TableRows, part: number): OpenTable {
  let row = 0;
  let column = 1;
  let cells: CellDraft[] = [];
  let allHeads = true;
  let cell: { column: number; span: number; down: number; head: boolean; texts: string[] } | null = null;
  let reaching: { column: number; span: number; bottom: number; text: string; ref: string }[] = [];

  const skipReaching = () => {
    for (let found = true; found; ) {
      const over = reaching.find(
        (each) => column >= each.column && column < each.column + each.span && each.bottom >= row,
      );
      found = over !== undefined;
      if (over === undefined) break;
      if (over.text !== '') cells.push({ column: over.column, span: over.span, text: over.text, ref: over.ref });
      column = over.column + over.span;
    }
  };

  return {
    startRow() {
      row += 1;
      column = 1;
      cells = [];
      allHeads = true;
      reaching = reaching.filter((each) => each.bottom >= row);
    },
    startCell(element) {
      if (row === 0) row = 1;
      skipReaching();
      const span = boundedSpan(attributeOf(element, 'colspan'));
      const down = boundedSpan(attributeOf(element, 'rowspan'));
      cell = { column, span, down, head: element.tagName === 'th', texts: [] };
    },
    text(text) {
      cell?.texts.push(text);
    },
    inCell: () => cell !== null,
    endCell() {
      if (cell === null) return;
      const { span, down, head, texts } = cell;
      const text = texts.join('\n').trim();
      if (text !== '') {
        cells.push({ column: cell.column, span, text, bold: head });
        allHeads &&= head;
      }
      if (down > 1 && reaching.length < maxSpan) {
        const repeated = text.length <= 500 ? text : '';
        reaching.push({
          column: cell.column,
          span,
          bottom: row + down - 1,
          text: repeated,
          ref: cellRef(row, cell.column),
        });
      }
      column = cell.column + span;
      cell = null;
    },
    endRow() {
      skipReaching();
      rows.row({ row, cells, header: allHeads && cells.length > 1, part });
      cells = [];
    },
    end: () => rows.end(),
  };
}

function boundedSpan(value: string | undefined): number {
  const span = Number.parseInt(value ?? '1', 10);
  return span > 1 && span <= maxSpan ? span : 1;
}

const structural = new Set([
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'article',
  'section',
  'form',
  'blockquote',
  'header',
  'footer',
]);

/**
 * Whether a table only arranges the page: it holds other tables or whole sections, has one column, or says so. Their text is read as ordinary
 * paragraphs. Looks at most at 5,000 nodes.
 */
export function isLayoutTable(table: HtmlElement): boolean {
  const role = attributeOf(table, 'role');
  if (role === 'presentation' || role === 'none') return true;
  let columns = 0;
  let inRow = 0;
  const stack: HtmlNode[] = [...table.childNodes].reverse();
  for (let looked = 0; stack.length > 0 && looked < 5_000; looked += 1) {
    const node = stack.pop()!;
    if (!isElement(node)) continue;
    if (structural.has(node.tagName)) return true;
    if (node.tagName === 'th') return false;
    if (node.tagName === 'tr') inRow = 0;
    if (node.tagName === 'td') {
      inRow += 1;
      columns = Math.max(columns, inRow);
    }
    for (let at = node.childNodes.length - 1; at >= 0; at -= 1) stack.push(node.childNodes[at]!);
  }
  return columns <= 1;
}
