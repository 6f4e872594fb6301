import type { Block, Cell } from '../../../contract.ts';
import { cellRef } from './cell-ref.ts';
import { findHeader, headerLabels, type RowDraft } from './table-header.ts';

export type TableRows = {
  row(draft: RowDraft): void;
  end(): void;
};

/** Rows looked at before the heading is decided; later ones are passed on as they come. */
const lookahead = 8;

/** Turns the rows of one table of a document into blocks; holds eight rows at most. */
export function createTableRows(table: number, emit: (block: Block) => void): TableRows {
  let waiting: RowDraft[] | null = [];
  let labels: ReadonlyMap<number, string> | null = null;

  const decide = () => {
    if (waiting === null) return;
    const rows = waiting;
    waiting = null;
    const header = findHeader(rows);
    rows.forEach((row, at) => {
      if (at === header.to && header.to > header.from) labels = headerLabels(rows.slice(header.from, header.to));
      emit(rowBlock(row, table, labels));
    });
    if (header.to === rows.length && header.to > header.from) labels = headerLabels(rows.slice(header.from, header.to));
  };

  return {
    row(draft) {
      if (draft.cells.length === 0) return;
      if (waiting === null) emit(rowBlock(draft, table, labels));
      else if (waiting.push(draft) >= lookahead) decide();
    },
    end: decide,
  };
}

/** A table row as a block; `labels` are the column headings by 1-based column. */
export function rowBlock(draft: RowDraft, table: number, labels: ReadonlyMap<number, string> | null): Block {
  const cells: Cell[] = draft.cells.map((cell) => ({
    ref: cell.ref ?? cellRef(draft.row, cell.column),
    text: cell.text,
  }));
  const first = draft.cells[0]!;
  const last = draft.cells.at(-1)!;
  const from = cellRef(draft.row, first.column);
  const to = cellRef(draft.row, last.column + (last.span ?? 1) - 1);
  return {
    kind: 'table-row',
    text: cells.map((cell) => cell.text).join(' | '),
    cells,
    ...(labels === null ? {} : { header: draft.cells.map((cell) => labels.get(cell.column) ?? '') }),
    table,
    place: {
      part: draft.part,
      range: from === to ? from : `${from}:${to}`,
      ...(draft.line === undefined ? {} : { line: draft.line }),
    },
  };
}
