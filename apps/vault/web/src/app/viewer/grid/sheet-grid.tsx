// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one are no table of HTML; the roles say what they are.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid takes the keyboard as one thing, and its cells are chosen with arrows.
import { MarkedText } from '@nexus/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './grid.module.css';
import { columnName, type Grid, isFigure, type MarkedRow } from './grid-model.ts';

type SheetGridProps = { grid: Grid; mark: MarkedRow | null; goal: string };
type Spot = { row: number; column: number };

const rowHeight = 30;
const headWidth = 68;
const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-20, 0],
  PageDown: [20, 0],
};

/** The cells of one sheet. Only the rows on screen exist; what is too long for its cell is read in the line above. */
export function SheetGrid({ grid, mark, goal }: SheetGridProps) {
  const { t } = useTranslation('viewer');
  const scroller = useRef<HTMLDivElement>(null);
  const [spot, setSpot] = useState<Spot | null>(null);
  const rows = useVirtualizer({
    count: grid.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });

  const lefts = leftsOf(grid.widths);
  const reveal = (row: number, column: number, align: 'center' | 'auto'): void => {
    rows.scrollToIndex(row, { align });
    const element = scroller.current;
    const [left = 0, right = 0] = [lefts[column], lefts[column + 1]];
    if (!element) return;
    if (left - headWidth < element.scrollLeft) element.scrollLeft = left - headWidth;
    else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place; the reader moves on from there.
  useEffect(() => {
    if (!mark) return;
    const column = mark.cells.keys().next().value ?? 0;
    setSpot({ row: mark.index, column });
    reveal(mark.index, column, 'center');
  }, [goal, mark]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const [down, right] = moves[event.key] ?? [];
    if (down === undefined || right === undefined) return;
    event.preventDefault();
    const from = spot ?? { row: 0, column: 0 };
    const next = {
      row: Math.min(grid.rows.length - 1, Math.max(0, from.row + down)),
      column: Math.min(grid.columns - 1, Math.max(0, from.column + right)),
    };
    setSpot(next);
    reveal(next.row, next.column, 'auto');
  };

  const chosen = spot ? grid.rows[spot.row] : undefined;
  const chosenRef = spot && chosen ? `${columnName(spot.column)}${chosen.number}` : '';
  const chosenText = spot ? chosen?.texts.get(spot.column) : undefined;
  return (
    <div className={classes['sheet']}>
      <p className={classes['cellLine']} aria-live="polite">
        {spot ? (
          <>
            <b>{chosenRef}</b> <span>{chosenText ?? ''}</span>
          </>
        ) : (
          <span className={classes['hint']}>{t('grid.hint')}</span>
        )}
      </p>
      <div
        ref={scroller}
        className={classes['scroller']}
        role="grid"
        aria-label={t('grid.cells')}
        aria-rowcount={grid.rows.length}
        aria-colcount={grid.columns}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={classes['heads']} role="row" style={{ width: lefts.at(-1) }}>
          <span className={classes['corner']} style={{ width: headWidth }} />
          {grid.widths.map((width, column) => (
            <span key={columnName(column)} role="columnheader" className={classes['head']} style={{ width }}>
              {columnName(column)}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ position: 'relative', height: rows.getTotalSize(), width: lefts.at(-1) }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const row = grid.rows[index]!;
            const isMarked = mark?.index === index;
            return (
              <div
                key={row.block}
                role="row"
                aria-rowindex={index + 1}
                className={classes['row']}
                data-head={row.isHead || undefined}
                data-marked={isMarked || undefined}
                style={{ top: start, height: rowHeight }}
              >
                <span role="rowheader" className={classes['rowHead']} style={{ width: headWidth }}>
                  {row.number}
                </span>
                {grid.widths.map((width, column) => {
                  const text = row.texts.get(column) ?? '';
                  const range = isMarked ? mark.cells.get(column) : undefined;
                  const isChosen = spot?.row === index && spot.column === column;
                  return (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the arrows.
                    <span
                      key={columnName(column)}
                      role="gridcell"
                      tabIndex={-1}
                      className={classes['cell']}
                      style={{ width }}
                      data-figure={isFigure(text) || undefined}
                      data-cited={range ? '' : undefined}
                      aria-selected={isChosen}
                      title={text.length > 24 ? text : undefined}
                      onClick={() => setSpot({ row: index, column })}
                    >
                      <MarkedText text={text} marks={range ? [range] : []} />
                    </span>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Where each column begins, and where the last one ends. */
function leftsOf(widths: readonly number[]): number[] {
  const lefts = [headWidth];
  for (const width of widths) lefts.push(lefts.at(-1)! + width);
  return lefts;
}
