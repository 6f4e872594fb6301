import type { Block } from '../../contract.ts';
import { drawingParagraphs, readChart } from './drawing-text.ts';
import type { OfficePackage } from './ooxml-package.ts';
import { createTableRows } from './table/table-rows.ts';

/** A chart's title and the numbers that it shows, as a table. */
export function chartBlocks(pack: OfficePackage, path: string, part: number, table: number): Block[] {
  const chart = readChart(pack, path);
  if (chart === null) return [];
  const blocks: Block[] = chart.title === '' ? [] : [{ kind: 'paragraph', text: chart.title, place: { part } }];
  const rows = createTableRows(table, (block) => blocks.push(block));
  chart.rows.forEach((cells, at) => {
    const drafts = cells.map((text, column) => ({ column: column + 1, text })).filter((cell) => cell.text !== '');
    rows.row({ row: at + 1, cells: drafts, header: at === 0, part });
  });
  rows.end();
  return blocks;
}

/** The texts of a SmartArt drawing, from its data part. */
export function diagramBlocks(pack: OfficePackage, path: string, part: number): Block[] {
  return drawingParagraphs(pack.xml(path)).map((text) => ({ kind: 'list-item', text, place: { part } }));
}
