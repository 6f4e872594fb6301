import { Checkbox } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Locale } from '@nexus/ui';
import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FocusEvent, type KeyboardEvent, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sort, SortColumn } from '../../app/listing/document-rows.ts';
import { DocumentTableRow, rowElementId } from './document-table-row.tsx';
import classes from './documents.module.css';
import type { Listing } from './listing/load-listing.ts';
import { elementOf } from './row-window.ts';
import {
  chooseAll,
  chooseNone,
  countOf,
  extendTo,
  isChosen,
  move,
  type Order,
  type Selection,
  toggle,
} from './selection.ts';
import { useRowWindow } from './use-row-window.ts';

export type DocumentTableProps = {
  listing: Listing;
  view: Int32Array;
  order: Order;
  sort: Sort;
  onSort(sort: Sort): void;
  selection: Selection;
  onSelect(change: (selection: Selection) => Selection): void;
  onDelete(): void;
};

const columns: readonly { column: SortColumn; className: string; isNumber?: true }[] = [
  { column: 'state', className: 'state' },
  { column: 'name', className: 'name' },
  { column: 'label', className: 'label' },
  { column: 'format', className: 'format' },
  { column: 'parts', className: 'number', isNumber: true },
  { column: 'quality', className: 'quality' },
  { column: 'language', className: 'language' },
  { column: 'person', className: 'person' },
  { column: 'date', className: 'date' },
  { column: 'size', className: 'number', isNumber: true },
];

/** As the style sheet has it: it stays above the rows. */
const headHeight = 34;
/** The last documents can be scrolled above the upload tray, folded. */
const roomBelow = 88;

/** Only the rows on screen exist in the page; the keyboard's row is named by `aria-activedescendant`. */
export function DocumentTable(props: DocumentTableProps) {
  const { listing, view, order, sort, onSort, selection, onSelect, onDelete } = props;
  const { t, i18n } = useTranslation('documents');
  const locale = i18n.language as Locale;
  const navigate = useNavigate();
  const { store } = listing;
  // On a narrow screen a document takes two lines.
  const rowHeight = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false }) ? 56 : 40;
  const rows = useRowWindow({ count: view.length, rowHeight, headHeight });

  const latestOrder = useRef(order);
  latestOrder.current = order;
  const choose = useCallback(
    (id: string, isRange: boolean) =>
      onSelect((before) => (isRange ? extendTo(before, id, latestOrder.current) : toggle(before, id))),
    [onSelect],
  );
  const activate = useCallback(
    (id: string) => onSelect((before) => ({ ...before, active: id, anchor: null })),
    [onSelect],
  );

  const open = useCallback(
    (documentId: string) => void navigate({ to: '/documents/$documentId', params: { documentId }, search: {} }),
    [navigate],
  );

  const { active } = selection;
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: rows.page,
    PageUp: -rows.page,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  function go(by: number, isExtending: boolean): void {
    const next = move(selection, by, order, isExtending);
    if (next.active !== null) rows.show(order.indexOf(next.active));
    onSelect(() => next);
  }
  /** By keyboard one arrives on a document, so that it is seen where one is. */
  function enter(event: FocusEvent): void {
    if (event.target === event.currentTarget && active === null) go(1, false);
  }
  function press(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    const step = steps[event.key];
    if (step !== undefined) go(step, event.shiftKey);
    else if (event.key === ' ' && active !== null) onSelect((before) => toggle(before, active));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect((before) => chooseAll(before, order));
    else if (event.key === 'Escape') onSelect(chooseNone);
    else if (event.key === 'Enter' && active !== null) open(active);
    else if (event.key === 'Delete') onDelete();
    else return;
    event.preventDefault();
  }

  const count = countOf(selection.chosen);
  const allChosen = view.length > 0 && count >= view.length;
  const { first, last } = rows.drawn;
  const drawn = Array.from({ length: last - first }, (_, at) => first + at);
  return (
    <div ref={rows.scroller} className={classes['scroller']}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is worked with like a grid.
        role="grid"
        className={classes['grid']}
        tabIndex={0}
        aria-label={t('table.name')}
        aria-rowcount={view.length + 1}
        aria-multiselectable
        {...(active === null ? {} : { 'aria-activedescendant': rowElementId(active) })}
        onKeyDown={press}
        onFocus={enter}
      >
        <thead>
          <tr className={classes['head']} aria-rowindex={1}>
            <th scope="col" className={classes['check']}>
              <Checkbox
                size="xs"
                checked={allChosen}
                indeterminate={!allChosen && count > 0}
                aria-label={t('table.chooseAll')}
                onChange={() => onSelect((before) => (allChosen ? chooseNone(before) : chooseAll(before, order)))}
              />
            </th>
            {columns.map(({ column, className }) => {
              const isSorted = sort.column === column;
              return (
                <th
                  key={column}
                  scope="col"
                  className={classes[className]}
                  data-column={column}
                  {...(isSorted ? { 'aria-sort': sort.isDescending ? 'descending' : 'ascending' } : {})}
                >
                  <button
                    type="button"
                    className={classes['sort']}
                    onClick={() => onSort({ column, isDescending: isSorted ? !sort.isDescending : column === 'date' })}
                  >
                    {t(`column.${column}`)}
                    {isSorted &&
                      (sort.isDescending ? <IconArrowNarrowDown size={14} /> : <IconArrowNarrowUp size={14} />)}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody style={{ height: view.length * rowHeight + roomBelow }}>
          {drawn.map((index) => {
            const row = store.at(view[index]!);
            return (
              <DocumentTableRow
                key={elementOf(index, rows.drawn)}
                row={row}
                folderPath={store.folderPath(row.folderId)}
                label={store.labelOf(row.labelId)}
                personName={store.personName(row.createdBy)}
                why={row.reason ? listing.reasons.get(row.reason)?.[locale] : undefined}
                index={index}
                isChosen={isChosen(selection.chosen, row.id)}
                isActive={row.id === active}
                top={index * rowHeight}
                height={rowHeight}
                locale={locale}
                t={t}
                onToggle={choose}
                onActivate={activate}
                onOpen={open}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
