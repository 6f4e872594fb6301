import type { Block } from '../../../contract.ts';
import type { CellArea } from '../table/cell-ref.ts';
import { findHeader, headerLabels, type RowDraft } from '../table/table-header.ts';
import { rowBlock } from '../table/table-rows.ts';

export type SheetRows = { row(draft: RowDraft): void; end(): void };

const lookahead = 12;

/**
 * Turns the rows of a sheet, in order, into table rows. A sheet may hold several tables: a blank row ends one, unless what follows fits under
 * the same headings. `areas` are those that the file itself calls tables or filters: their first row is the heading, whatever it looks like.
 */
export function createSheetRows(
  areas: readonly CellArea[],
  nextTable: () => number,
  emit: (block: Block) => void,
): SheetRows {
  let waiting: RowDraft[] = [];
  let deciding = true;
  let table = 0;
  let labels: ReadonlyMap<number, string> | null = null;
  let lastRow = 0;

  const decide = () => {
    deciding = false;
    const rows = waiting;
    waiting = [];
    if (rows.length === 0) return;
    const header = findHeader(rows);
    const fits = labels !== null && rows.every((row) => row.cells.every((cell) => labels!.has(cell.column)));
    const found = header.to > header.from;
    if (!found && fits && rows.some((row) => row.cells.length > 1)) {
      for (const row of rows) emit(rowBlock(row, table, labels));
      return;
    }
    table = nextTable();
    labels = null;
    rows.forEach((row, at) => {
      if (found && at === header.to) labels = headerLabels(rows.slice(header.from, header.to));
      emit(rowBlock(row, table, labels));
    });
    if (found && header.to === rows.length) labels = headerLabels(rows.slice(header.from, header.to));
  };

  const headerArea = (draft: RowDraft): CellArea | undefined =>
    areas.find((area) => area.top === draft.row && area.bottom > area.top);

  return {
    row(draft) {
      if (draft.cells.length === 0) return;
      const gap = lastRow > 0 && draft.row > lastRow + 1;
      lastRow = draft.row;
      const area = headerArea(draft);
      if (area !== undefined) {
        if (deciding) decide();
        table = nextTable();
        labels = null;
        emit(rowBlock(draft, table, null));
        labels = headerLabels([
          { ...draft, cells: draft.cells.filter((cell) => cell.column >= area.left && cell.column <= area.right) },
        ]);
        deciding = false;
        return;
      }
      if (gap && !areas.some((each) => draft.row > each.top && draft.row <= each.bottom)) {
        if (deciding) decide();
        deciding = true;
      }
      if (!deciding) emit(rowBlock(draft, table, labels));
      else if (waiting.push(draft) >= lookahead) decide();
    },
    end() {
      if (deciding) decide();
    },
  };
}
