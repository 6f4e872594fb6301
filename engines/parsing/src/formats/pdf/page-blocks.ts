import type { Block, Cell, LineBox } from '../../contract.ts';
import { joinLines } from '../../text/join-lines.ts';
import type { Line } from './layout/lines.ts';
import { layoutPage } from './layout/page-layout.ts';
import type { Paragraph } from './layout/paragraphs.ts';
import type { Segment } from './layout/segments.ts';
import type { FoundTable, TableCell } from './layout/tables.ts';
import { normaliseTitle, type Outline } from './outline.ts';
import type { PageContent } from './page-content.ts';
import { type Direction, toFractions } from './page-glyphs.ts';

export type PageContext = {
  /** Usual height of a line of body text in this document, in points. */
  bodyHeight: number;
  outline: Outline;
  /** Gives tables their numbers. */
  nextTable(): number;
};

type ToRect = (box: { x0: number; y0: number; x1: number; y1: number }) => LineBox['rect'];

/** Lays a page out and makes blocks of it, in reading order. */
export function pageToBlocks(page: PageContent, context: PageContext): Block[] {
  return page.layers.flatMap(({ direction, segments }) => {
    const toRect = createToRect(page, direction);
    return layoutPage(segments).flatMap((item) =>
      item.kind === 'table'
        ? tableToBlocks(item.table, page.part, context.nextTable(), toRect)
        : [paragraphToBlock(item.paragraph, page.part, context, toRect)],
    );
  });
}

/** A line of its own that stands outside of the body, such as a running header. */
export function lineToBlock(page: PageContent, segments: readonly Segment[]): Block {
  const toRect = createToRect(page, page.layers[0]?.direction ?? 0);
  const { text, boxes } = joinLines(segments.map((segment) => ({ text: segment.text, rect: toRect(segment) })));
  return { kind: 'header-field', text, place: { part: page.part, lines: boxes } };
}

function createToRect(page: PageContent, direction: Direction): ToRect {
  return ({ x0, y0, x1, y1 }) => toFractions(page.size, direction, [x0, y0, x1, y1]);
}

function paragraphToBlock({ lines, list }: Paragraph, part: number, context: PageContext, toRect: ToRect): Block {
  const isBulleted = list && SYMBOL_BULLET.test(lines[0]!.text);
  // The bullet itself is drawn, not said: a quotation does without it, as one from a Word list does.
  const words = (line: Line, i: number) => (i === 0 && isBulleted ? line.text.replace(LEADING_BULLET, '') : line.text);
  const { text, boxes } = joinLines(lines.map((line, i) => ({ text: words(line, i), rect: toRect(line) })));
  const place = { part, lines: boxes };
  const level = isBulleted ? null : findHeadingLevel(lines, text, part, context);
  if (level !== null) return { kind: 'heading', level, text, place };
  return { kind: list ? 'list-item' : 'paragraph', text, place };
}

const LEADING_BULLET = /^[•▪■●○◦‣⁃∙·\uf0b7\uf0a7\uf0d8–—*-]+\s+/u;
const SYMBOL_BULLET = /^[^\p{L}\p{N}"'«“‘¿¡([]/u;
/** "2.3.4 Sujetos", "CAPÍTULO II", "Artículo 5": what statutes and reports put over their parts, whatever the type. */
const NUMBERED =
  /^(?:\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+\p{Lu}|(?:t[ií]tulo|cap[ií]tulo|secci[oó]n|anexo|art[ií]culo|chapter|section|annex|article)\s+(?:[ivxlc]+|\d+)\b)/iu;
const MAX_HEADING_CHARACTERS = 200;
const MAX_HEADING_LINES = 3;

/** A heading stands in the document's own contents, or is larger than the body text, or is short and bold. */
function findHeadingLevel(lines: readonly Line[], text: string, part: number, context: PageContext): number | null {
  if (lines.length > MAX_HEADING_LINES || text.length > MAX_HEADING_CHARACTERS || !/\p{L}{2}/u.test(text)) return null;
  const title = normaliseTitle(text);
  const listed = context.outline.get(part)?.find((entry) => entry.title === title && title.length > 2);
  if (listed) return listed.level;
  const ratio = Math.max(...lines.map((line) => line.height)) / context.bodyHeight;
  if (/[.,;]$/.test(text) && ratio < 1.4) return null;
  if (ratio >= 1.7) return 1;
  if (ratio >= 1.35) return 2;
  if (ratio >= 1.12) return 3;
  if (lines.length === 1 && NUMBERED.test(text) && text.length <= 100 && !/[.,;:]$/.test(text)) return 4;
  const bold = lines.every((line) => line.bold);
  return bold && ratio >= 0.95 && text.length <= 120 && !/:$/.test(text) ? 4 : null;
}

function tableToBlocks({ rows, header }: FoundTable, part: number, table: number, toRect: ToRect): Block[] {
  const names = header ? (rows[0] ?? []).map((cell) => cell?.text ?? '') : undefined;
  return rows.map((row, i) => {
    const cells: Cell[] = [];
    const lines: LineBox[] = [];
    let text = '';
    row.forEach((cell, column) => {
      if (text !== '' || column > 0) text += ' | ';
      cells.push({ ref: `${columnName(column)}${i + 1}`, text: cell?.text ?? '' });
      if (cell) text = addCell(text, cell, lines, toRect);
    });
    return {
      kind: 'table-row',
      text,
      cells,
      ...(names && i > 0 ? { header: names } : {}),
      table,
      place: { part, range: `A${i + 1}:${columnName(row.length - 1)}${i + 1}`, lines },
    };
  });
}

function addCell(before: string, cell: TableCell, lines: LineBox[], toRect: ToRect): string {
  let text = before;
  cell.segments.forEach((segment, i) => {
    if (i > 0) text += ' ';
    lines.push({ start: text.length, end: text.length + segment.text.length, rect: toRect(segment) });
    text += segment.text;
  });
  return text;
}

/** A, B ... Z, AA ... as spreadsheets count. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
