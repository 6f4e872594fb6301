import type { Block } from '../../../contract.ts';
import { cellRef } from './cell-ref.ts';
import type { CellDraft } from './table-header.ts';
import { createTableRows, type TableRows } from './table-rows.ts';

type OpenCell = {
  column: number;
  span: number;
  /** Columns to go on by when it is not the span: in OpenDocument covered cells are written out. */
  advance?: number;
  merge: 'none' | 'restart' | 'continue';
  texts: string[];
  bold: boolean;
  breaks: number;
};

/** A table being read. Rows become blocks when they end; what is nested in a cell follows its row. */
export type DocumentTable = {
  /** One column: a frame around ordinary text, whose paragraphs are passed through. */
  layout: boolean;
  cell: OpenCell | null;
  nested: Block[];
  columns(): void;
  startRow(part: number): void;
  skipColumns(count: number): void;
  markHeader(): void;
  markDeleted(): void;
  startCell(): void;
  endCell(): void;
  /** Page breaks that the row ran over. */
  endRow(): number;
  end(): void;
};

export function createDocumentTable(number: () => number, emit: (block: Block) => void): DocumentTable {
  let rows: TableRows | null = null;
  let row = 0;
  let column = 1;
  let header = false;
  let deleted = false;
  let part = 1;
  let gridColumns = 0;
  let cells: CellDraft[] = [];
  let breaks = 0;
  const merged = new Map<number, { text: string; ref: string; bold: boolean }>();

  const table: DocumentTable = {
    layout: false,
    cell: null,
    nested: [],
    columns() {
      gridColumns += 1;
    },
    startRow(page) {
      table.layout = gridColumns === 1;
      row += 1;
      column = 1;
      header = false;
      deleted = false;
      part = page;
      cells = [];
      breaks = 0;
    },
    skipColumns(count) {
      column += count;
    },
    markHeader() {
      header = true;
    },
    markDeleted() {
      deleted = true;
    },
    startCell() {
      table.cell = { column, span: 1, merge: 'none', texts: [], bold: true, breaks: 0 };
    },
    endCell() {
      const cell = table.cell;
      table.cell = null;
      if (cell === null) return;
      column = cell.column + (cell.advance ?? cell.span);
      breaks = Math.max(breaks, cell.breaks);
      if (table.layout) return;
      const text = cell.texts.join('\n');
      const bold = cell.bold && text !== '';
      const span = cell.span > 1 ? { span: cell.span } : {};
      if (cell.merge === 'continue') {
        const above = merged.get(cell.column);
        if (above !== undefined && text === '') {
          cells.push({ column: cell.column, ...span, text: above.text, bold: above.bold, ref: above.ref });
          return;
        }
      } else if (cell.merge === 'restart' && text !== '' && text.length <= 500) {
        merged.set(cell.column, { text, ref: cellRef(row, cell.column), bold });
      } else merged.delete(cell.column);
      if (text !== '') cells.push({ column: cell.column, ...span, text, bold });
    },
    endRow() {
      if (!deleted && !table.layout) {
        rows ??= createTableRows(number(), emit);
        rows.row({ row, cells, header, part });
      }
      if (table.nested.length > 0) {
        // Rows of this table may still wait for the decision on the heading; nested tables come after them.
        rows?.end();
        for (const block of table.nested) emit(block);
        table.nested = [];
      }
      return breaks;
    },
    end() {
      rows?.end();
      for (const block of table.nested) emit(block);
      table.nested = [];
    },
  };
  return table;
}
