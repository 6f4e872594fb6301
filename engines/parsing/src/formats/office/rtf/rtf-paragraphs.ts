import type { Block } from '../../../contract.ts';
import { headingCue } from '../../text/heading-cue.ts';
import type { CellDraft } from '../table/table-header.ts';
import { createTableRows, type TableRows } from '../table/table-rows.ts';

/** Assembles text into paragraphs and table rows as RTF delimits them: a paragraph or a cell ends, then its properties are known. */
export type RtfParagraphs = {
  text(text: string, bold: boolean): void;
  endParagraph(properties: { inTable: boolean; level: number | null }): void;
  endCell(): void;
  endNestedCell(): void;
  endNestedRow(): void;
  endRow(): void;
  pageBreak(): void;
  /** A note or comment, to follow the paragraph being read. */
  aside(text: string): void;
  end(): void;
  part(): number;
};

export function createRtfParagraphs(emit: (block: Block) => void): RtfParagraphs {
  let pieces: string[] = [];
  let length = 0;
  let boldLength = 0;
  let part = 1;
  const following: string[] = [];
  let tables = 0;
  let rows: TableRows | null = null;
  let row = 0;
  let column = 0;
  let cells: CellDraft[] = [];
  let cellTexts: string[] = [];
  let cellBold = true;
  let nested: string[] = [];
  let rowPart = 1;
  let startPart = 1;

  const take = (): { text: string; bold: boolean } => {
    const text = pieces.join('').replaceAll('\u00ad', '').trim();
    const bold = length > 0 && boldLength >= length;
    pieces = [];
    length = 0;
    boldLength = 0;
    return { text, bold };
  };

  const endTable = () => {
    if (cells.length > 0 || cellTexts.length > 0) finishRow();
    rows?.end();
    rows = null;
    row = 0;
  };

  const finishRow = () => {
    if (cellTexts.length > 0) finishCell();
    row += 1;
    if (rows === null) {
      tables += 1;
      rows = createTableRows(tables, emit);
    }
    rows.row({ row, cells, part: rowPart });
    cells = [];
    column = 0;
  };

  const finishCell = () => {
    column += 1;
    const text = cellTexts.join('\n');
    if (text !== '') cells.push({ column, text, bold: cellBold });
    cellTexts = [];
    cellBold = true;
  };

  const flushAsides = () => {
    for (const text of following.splice(0)) emit({ kind: 'paragraph', text, place: { part } });
  };

  return {
    text(text, bold) {
      if (pieces.length === 0) startPart = part;
      pieces.push(text);
      const visible = text.trim().length;
      length += visible;
      if (bold) boldLength += visible;
    },
    endParagraph({ inTable, level }) {
      const { text, bold } = take();
      if (inTable) {
        if (cells.length === 0 && cellTexts.length === 0) rowPart = startPart;
        if (text !== '') {
          cellTexts.push(text);
          cellBold &&= bold;
        }
        return;
      }
      endTable();
      if (text !== '') {
        const listed = /^(?:[•·\-–]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)])\t/.test(text);
        const cue = level ?? (listed ? null : headingCue(text, { bold }));
        const shown = listed ? text.replace(/^[•·\-–]\t/, '').replace('\t', ' ') : text;
        const place = { part: startPart };
        if (cue !== null && text.length <= 400) emit({ kind: 'heading', level: cue, text: shown, place });
        else emit({ kind: listed ? 'list-item' : 'paragraph', text: shown, place });
      }
      flushAsides();
    },
    endCell() {
      const { text, bold } = take();
      if (cells.length === 0 && cellTexts.length === 0) rowPart = startPart;
      if (nested.length > 0) cellTexts.push(nested.join(' | '));
      nested = [];
      if (text !== '') {
        cellTexts.push(text);
        cellBold &&= bold;
      }
      finishCell();
    },
    endNestedCell() {
      const { text } = take();
      if (text !== '') nested.push(text);
    },
    endNestedRow() {
      if (nested.length > 0) cellTexts.push(nested.join(' | '));
      nested = [];
    },
    endRow: finishRow,
    pageBreak() {
      part += 1;
    },
    aside(text) {
      following.push(text);
    },
    end() {
      const { text } = take();
      if (cells.length > 0 || cellTexts.length > 0) {
        if (text !== '') cellTexts.push(text);
        endTable();
      } else {
        endTable();
        if (text !== '') emit({ kind: 'paragraph', text, place: { part: startPart } });
      }
      flushAsides();
    },
    part: () => part,
  };
}
