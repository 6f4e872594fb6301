import type { TextBlock } from '../document-queries.ts';
import { markIn, type Place, type TextRange } from '../place.ts';
import { cellMarks } from '../text/table-marks.ts';

/** A row of a sheet as it is drawn: its number in the sheet, and the text of each of its columns. */
export type GridRow = { block: number; number: number; isHead: boolean; texts: ReadonlyMap<number, string> };
export type Grid = { columns: number; rows: readonly GridRow[]; widths: readonly number[] };
export type MarkedRow = { index: number; cells: ReadonlyMap<number, TextRange> };

const sampledRows = 400;
const pixelsPerCharacter = 7.4;
const narrowest = 56;
const widest = 320;

/** `AB12` is column 27 (from 0), row 12. Null for what is no address. */
export function addressOf(ref: string): { column: number; row: number } | null {
  const [, letters = '', digits = ''] = /^([A-Z]{1,4})(\d{1,9})$/.exec(ref) ?? [];
  if (letters === '') return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) - 64);
  return { column: column - 1, row: Number(digits) };
}

/** 0 is A, 27 is AB. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** The rows of a sheet in its own order. What is no row of a table (a note, the words of a chart) becomes a row with its text in the first column. */
export function gridOf(blocks: readonly TextBlock[]): Grid {
  let columns = 1;
  let lastNumber = 0;
  const rows = blocks.map((block, index): GridRow => {
    const texts = new Map<number, string>();
    let number = lastNumber + 1;
    for (const [at, { ref, text }] of (block.cells ?? []).entries()) {
      const address = addressOf(ref);
      if (address) number = address.row;
      const column = address?.column ?? at;
      texts.set(column, text);
      columns = Math.max(columns, column + 1);
    }
    if (!block.cells) texts.set(0, block.text);
    lastNumber = number;
    const next = blocks[index + 1];
    const isHead = !block.header && (next?.header?.length ?? 0) > 0 && next?.table === block.table;
    return { block: block.number, number, isHead, texts };
  });
  return { columns, rows, widths: widthsOf(rows, columns) };
}

function widthsOf(rows: readonly GridRow[], columns: number): number[] {
  const longest = new Array<number>(columns).fill(0);
  // Also the last rows: figures grow down a sheet.
  const step = Math.max(1, Math.floor(rows.length / sampledRows));
  for (let at = 0; at < rows.length; at += step) {
    const { texts } = rows[at]!;
    for (const [column, text] of texts) longest[column] = Math.max(longest[column] ?? 0, text.length);
  }
  return longest.map((length) => Math.round(Math.min(widest, Math.max(narrowest, length * pixelsPerCharacter + 20))));
}

/** The row that a place names, and the characters that it marks in each of its cells. Null when the place is on another sheet. */
export function markedRow(blocks: readonly TextBlock[], place: Place): MarkedRow | null {
  const index = blocks.findIndex(({ number }) => number === place.block);
  const block = blocks[index];
  const mark = block && markIn(block, place);
  if (!block || !mark) return null;
  if (!block.cells) return { index, cells: new Map([[0, mark]]) };
  const cells = new Map<number, TextRange>();
  for (const [at, range] of cellMarks(block, mark).entries()) {
    if (range) cells.set(addressOf(block.cells[at]!.ref)?.column ?? at, range);
  }
  return { index, cells };
}

const numeric = /^[(\-−]?\s?[€$]?\s?\d[\d.,\s]*\)?\s?[€$%]?$/;

/** Figures stand at the right, so that their digits line up. */
export function isFigure(text: string): boolean {
  return numeric.test(text.trim());
}
