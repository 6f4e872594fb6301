import { cellRef } from '../table/cell-ref.ts';
import type { CellDraft, RowDraft } from '../table/table-header.ts';
import type { XmlAttributes, XmlHandler } from '../xml/xml-scanner.ts';

export type OdsContext = {
  sheet(name: string, styleName: string | undefined): void;
  endSheet(): void;
  row(draft: RowDraft): void;
  comment(ref: string, author: string, text: string): void;
  /** Text of shapes that float over the sheet. */
  shape(text: string): void;
  note(text: string): void;
};

/** How often a repeated row or cell with content is written out; spreadsheets repeat formatting to the end of the sheet. */
const maxRowRepeat = 1_000;
const maxCellRepeat = 256;

/** Handler for `office:spreadsheet`. Cells carry the text that they show; `repeated` runs are written out up to a limit. */
export function createOdsHandler(context: OdsContext): XmlHandler {
  let depth = 0;
  let row = 0;
  let rowRepeat = 1;
  let column = 1;
  let cells: CellDraft[] = [];
  let repeat = 1;
  let span = 1;
  let cellTexts: string[] = [];
  let inCell = false;
  let shapes = 0;
  let value = '';
  let formula = false;
  let paragraph = '';
  let inParagraph = false;
  let annotation: { author: string; texts: string[] } | null = null;
  let field: 'creator' | 'date' | null = null;
  let pending: { column: number; author: string; text: string }[] = [];
  let reaching: { column: number; bottom: number; text: string; ref: string }[] = [];

  const openCell = (name: string, attributes: XmlAttributes) => {
    inCell = name === 'table:table-cell';
    repeat = Math.max(1, Number(attributes.get('table:number-columns-repeated') ?? 1) || 1);
    span = Math.max(1, Number(attributes.get('table:number-columns-spanned') ?? 1) || 1);
    const down = Number(attributes.get('table:number-rows-spanned') ?? 1);
    cellTexts = [];
    value =
      attributes.get('office:value') ??
      attributes.get('office:date-value') ??
      attributes.get('office:string-value') ??
      '';
    formula = attributes.get('table:formula') !== undefined;
    if (down > 1)
      reaching.push({ column, bottom: row + down - 1, text: '', ref: cellRef(row, Math.min(column, 16_384)) });
  };

  const closeCell = () => {
    const text = inCell ? cellTexts.join('\n').trim() || value : '';
    if (inCell && formula && text === '') context.note('formula without value');
    if (/^(?:#[A-Z/0!?]+|Err:\d+)$/.test(text)) context.note(`cell with error ${text}`);
    const above = reaching.find((each) => each.column === column && each.bottom >= row);
    if (above !== undefined && above.ref === cellRef(row, column)) above.text = text;
    if (text !== '') {
      const times = Math.min(repeat, maxCellRepeat);
      if (repeat > times) context.note(`repeated cells shortened (${repeat})`);
      for (let at = 0; at < times; at += 1) cells.push({ column: column + at, text, ...(span > 1 ? { span } : {}) });
    } else if (!inCell && above !== undefined && above.text !== '')
      cells.push({ column, text: above.text, ref: above.ref });
    column += repeat;
    inCell = false;
  };

  const closeRow = () => {
    if (cells.length > 0) {
      const times = Math.min(rowRepeat, maxRowRepeat);
      if (rowRepeat > times) context.note(`repeated rows shortened (${rowRepeat})`);
      for (let at = 0; at < times; at += 1) context.row({ row: row + at, cells, part: 0 });
    }
    for (const each of pending) context.comment(cellRef(row, each.column), each.author, each.text);
    pending = [];
    row += rowRepeat - 1;
    reaching = reaching.filter((each) => each.bottom > row);
  };

  return {
    open(name, attributes) {
      switch (name) {
        case 'table:table':
          depth += 1;
          if (depth > 1) break;
          row = 0;
          reaching = [];
          context.sheet(attributes.get('table:name') ?? '', attributes.get('table:style-name'));
          break;
        case 'table:table-row':
          row += 1;
          column = 1;
          cells = [];
          rowRepeat = Math.max(1, Number(attributes.get('table:number-rows-repeated') ?? 1) || 1);
          break;
        case 'table:table-cell':
        case 'table:covered-table-cell':
          openCell(name, attributes);
          break;
        case 'text:p':
          paragraph = '';
          inParagraph = true;
          break;
        case 'text:s':
          paragraph += ' '.repeat(Math.min(Number(attributes.get('text:c') ?? 1) || 1, 1_000));
          break;
        case 'text:tab':
          paragraph += '\t';
          break;
        case 'text:line-break':
          paragraph += '\n';
          break;
        case 'office:annotation':
          annotation = { author: '', texts: [] };
          break;
        case 'dc:creator':
          field = 'creator';
          break;
        case 'dc:date':
        case 'meta:date-string':
          field = 'date';
          break;
        case 'table:shapes':
        case 'draw:frame':
        case 'draw:custom-shape':
          shapes += 1;
          break;
        case 'draw:image':
          context.note('image without text');
          break;
        case 'draw:object':
          context.note('embedded object or chart');
          break;
      }
    },
    close(name) {
      switch (name) {
        case 'table:table':
          depth -= 1;
          if (depth === 0) context.endSheet();
          break;
        case 'table:table-row':
          closeRow();
          break;
        case 'table:table-cell':
        case 'table:covered-table-cell':
          closeCell();
          break;
        case 'text:p':
          inParagraph = false;
          if (annotation !== null) annotation.texts.push(paragraph);
          else if (shapes > 0) context.shape(paragraph.trim());
          else if (inCell) cellTexts.push(paragraph);
          break;
        case 'office:annotation':
          if (annotation !== null)
            pending.push({ column, author: annotation.author, text: annotation.texts.join('\n').trim() });
          annotation = null;
          break;
        case 'dc:creator':
        case 'dc:date':
        case 'meta:date-string':
          field = null;
          break;
        case 'table:shapes':
        case 'draw:frame':
        case 'draw:custom-shape':
          shapes -= 1;
          break;
      }
    },
    text(text) {
      if (field === 'creator' && annotation !== null) annotation.author += text;
      else if (field === null && inParagraph) paragraph += text;
    },
  };
}
