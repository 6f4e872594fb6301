import { MarkedText } from '@nexus/ui';
import type { TextBlock } from '../document-queries.ts';
import { markIn, type Place } from '../place.ts';
import { cellMarks } from './table-marks.ts';
import classes from './text.module.css';

/** A table of the text, with the column heads that its reader found. */
export function TableRows({ rows, place }: { rows: readonly TextBlock[]; place: Place }) {
  const isHead = (row: TextBlock): boolean => row === rows[0] && !row.header && (rows[1]?.header?.length ?? 0) > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also by keyboard.
    <section className={classes['tableScroll']} tabIndex={0} aria-label={rows[0]?.cells?.[0]?.text ?? ''}>
      <table className={classes['table']}>
        <tbody>
          {rows.map((row) => (
            <TableRow key={row.number} row={row} place={place} isHead={isHead(row)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TableRow({ row, place, isHead }: { row: TextBlock; place: Place; isHead: boolean }) {
  const mark = markIn(row, place);
  const marks = cellMarks(row, mark);
  const Cell = isHead ? 'th' : 'td';
  return (
    <tr data-block={row.number} data-marked={mark ? '' : undefined}>
      {(row.cells ?? [{ ref: '', text: row.text }]).map((cell, index) => (
        <Cell key={cell.ref || index} {...(isHead ? { scope: 'col' as const } : {})}>
          <MarkedText text={cell.text} marks={marks[index] ? [marks[index]] : []} />
        </Cell>
      ))}
    </tr>
  );
}
