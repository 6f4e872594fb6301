import { cellRef, parseArea, parseCellRef } from '../table/cell-ref.ts';
import type { CellDraft, RowDraft } from '../table/table-header.ts';
import type { XmlAttributes, XmlHandler } from '../xml/xml-scanner.ts';
import { decodeEscapes } from './xlsx-strings.ts';
import type { CellStyles } from './xlsx-styles.ts';

export type SheetContext = {
  part: number;
  strings: readonly string[];
  styles: CellStyles;
  /** How the cell shows false and true. */
  booleans: readonly [string, string];
  /** Vertically merged areas known before the rows are read: top-left `row:column` is repeated down to `bottom`. */
  merges: ReadonlyMap<number, readonly { top: number; bottom: number }[]>;
  row(draft: RowDraft): void;
  note(text: string): void;
};

const errors = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!)$/;

/** Handler for a worksheet part. One row is held at a time, so a sheet of a million rows costs no more than one of ten. */
export function createSheetHandler(context: SheetContext): XmlHandler {
  const { strings, styles } = context;
  const carried = new Map<number, { text: string; ref: string; bottom: number; bold: boolean }>();
  let row = 0;
  let column = 0;
  let cells: CellDraft[] = [];
  let hiddenRow = false;
  let type = 'n';
  let style = 0;
  let value = '';
  let capture = false;
  let formula = false;
  let phonetic = false;

  const openCell = (attributes: XmlAttributes) => {
    const address = parseCellRef(attributes.get('r') ?? '');
    column = address?.column ?? column + 1;
    type = attributes.get('t') ?? 'n';
    style = Number(attributes.get('s') ?? 0);
    value = '';
    formula = false;
  };

  const shown = (): string => {
    switch (type) {
      case 's':
        return strings[Number(value)] ?? '';
      case 'inlineStr':
      case 'str':
        return decodeEscapes(value);
      case 'b':
        return value === '1' || value === 'true' ? context.booleans[1] : context.booleans[0];
      case 'e':
        return value;
      case 'd':
        return value.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?Z?$/, '');
      default: {
        if (value === '') return '';
        const number = Number(value);
        return Number.isFinite(number) ? styles.format(style, number) : value;
      }
    }
  };

  const closeCell = () => {
    if (value === '') {
      if (formula) context.note('formula without value');
      return;
    }
    const text = shown().trim();
    if (type === 'e' && errors.test(text)) context.note(`cell with error ${text}`);
    if (text === '') return;
    const bold = styles.isBold(style);
    cells.push({ column, text, bold });
    const merge = context.merges.get(column)?.find((each) => each.top === row);
    if (merge !== undefined) carried.set(column, { text, ref: cellRef(row, column), bottom: merge.bottom, bold });
  };

  const closeRow = () => {
    if (carried.size > 0 && cells.length > 0) {
      for (const [at, merge] of carried) {
        if (merge.bottom < row) carried.delete(at);
        else if (!cells.some((cell) => cell.column === at))
          cells.push({ column: at, text: merge.text, ref: merge.ref, bold: merge.bold });
      }
      cells.sort((a, b) => a.column - b.column);
    }
    if (cells.length === 0) return;
    if (hiddenRow) context.note('hidden row');
    context.row({ row, cells, part: context.part });
    cells = [];
  };

  return {
    open(name, attributes) {
      switch (name) {
        case 'c':
          openCell(attributes);
          break;
        case 'v':
          capture = true;
          break;
        case 't':
          capture = !phonetic && type === 'inlineStr';
          break;
        case 'f':
          formula = true;
          break;
        case 'row': {
          const number = Number(attributes.get('r') ?? row + 1);
          row = Number.isInteger(number) && number > 0 && number <= 1_048_576 ? number : row + 1;
          column = 0;
          cells = [];
          hiddenRow = attributes.get('hidden') === '1';
          break;
        }
        case 'rPh':
          phonetic = true;
          break;
      }
    },
    close(name) {
      switch (name) {
        case 'v':
        case 't':
          capture = false;
          break;
        case 'c':
          closeCell();
          break;
        case 'row':
          closeRow();
          break;
        case 'rPh':
          phonetic = false;
          break;
      }
    },
    text(text) {
      if (capture) value = value === '' ? text : value + text;
    },
  };
}

/** Areas merged over several rows, by column; they stand after the rows in the part, hence a look ahead, for sheets that fit in memory. */
export function verticalMerges(xml: string): Map<number, { top: number; bottom: number }[]> {
  const merges = new Map<number, { top: number; bottom: number }[]>();
  const start = xml.lastIndexOf('mergeCells');
  if (start < 0) return merges;
  const from = xml.lastIndexOf('mergeCells', start - 1);
  let count = 0;
  for (const match of xml.slice(from < 0 ? start : from).matchAll(/mergeCell\b[^>]*?\bref="([A-Z0-9:$]+)"/g)) {
    const area = parseArea(match[1]!);
    if (area === null || area.bottom === area.top || count >= 20_000) continue;
    count += 1;
    const list = merges.get(area.left) ?? [];
    list.push({ top: area.top, bottom: area.bottom });
    merges.set(area.left, list);
  }
  return merges;
}
