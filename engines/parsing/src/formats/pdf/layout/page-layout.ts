import type { Column } from './columns.ts';
import { splitColumns } from './columns.ts';
import { type Line, toLine } from './lines.ts';
import { buildParagraphs, type Paragraph } from './paragraphs.ts';
import { buildRows, type Row } from './rows.ts';
import type { Segment } from './segments.ts';
import { type FoundTable, findTable } from './tables.ts';

/** What a page consists of, in reading order. */
export type LayoutItem = { kind: 'paragraph'; paragraph: Paragraph } | { kind: 'table'; table: FoundTable };

/** Reads the segments of one layer of a page: columns, then in each column tables and paragraphs. */
export function layoutPage(segments: readonly Segment[]): LayoutItem[] {
  return splitColumns(buildRows(segments)).flatMap(layoutColumn);
}

function layoutColumn(rows: Column): LayoutItem[] {
  const items: LayoutItem[] = [];
  let lines: Line[] = [];
  const flush = (): void => {
    for (const paragraph of buildParagraphs(lines)) items.push({ kind: 'paragraph', paragraph });
    lines = [];
  };
  let at = 0;
  while (at < rows.length) {
    const table = findTable(rows, at);
    if (table) {
      flush();
      items.push({ kind: 'table', table });
      at = table.end;
    } else {
      lines.push(toLine(rows[at] as Row));
      at++;
    }
  }
  flush();
  return items;
}
