import { Checkbox } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Locale } from '@nexus/ui';
import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sort, SortColumn } from '../../app/listing/document-rows.ts';
import { DocumentTableRow, rowElementId } from './document-table-row.tsx';
import classes from './documents.module.css';
import type { Listing } from './listing/load-listing.ts';
import { chooseAll, extendTo, move, type Order, type Selection, toggle } from './selection.ts';

export type DocumentTableProps = {
  listing: Listing;
  view: Int32Array;
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

/** As many as a large screen shows, and some. */
const leastSlots = 96;

/** Only the rows on screen exist in the page; the keyboard's row is named by `aria-activedescendant`. */
export function DocumentTable({ listing, view, sort, onSort, selection, onSelect, onDelete }: DocumentTableProps) {
  const { t, i18n } = useTranslation('documents');
  const locale = i18n.language as Locale;
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const { store } = listing;
  // On a narrow screen a document takes two lines.
  const rowHeight = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false }) ? 56 : 40;
  const order = useMemo<Order>(() => {
    // Whoever asks for a place has mostly just asked what stands there.
    let last = 0;
    const idAt = (index: number) => store.at(view[index]!).id;
    return {
      length: view.length,
      idAt: (index) => {
        last = index;
        return idAt(index);
      },
      indexOf: (id) => {
        if (last < view.length && idAt(last) === id) return last;
        return view.findIndex((at) => store.at(at).id === id);
      },
    };
  }, [view, store]);
  const virtual = useVirtualizer({
    count: view.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The last documents can be scrolled above the upload tray, folded.
    paddingEnd: 88,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is what changed.
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

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
  useEffect(() => {
    if (active === null) return;
    const index = latestOrder.current.indexOf(active);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [active, virtual]);

  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  /** By keyboard one arrives on a document, so that it is seen where one is. */
  function enter(event: FocusEvent): void {
    if (event.target === event.currentTarget && active === null) onSelect((before) => move(before, 1, order, false));
  }
  function press(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    const step = steps[event.key];
    if (step !== undefined) onSelect((before) => move(before, step, order, event.shiftKey));
    else if (event.key === ' ' && active !== null) onSelect((before) => toggle(before, active));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect((before) => chooseAll(before, order));
    else if (event.key === 'Escape') onSelect((before) => ({ ...before, chosen: new Set() }));
    else if (event.key === 'Enter' && active !== null) open(active);
    else if (event.key === 'Delete') onDelete();
    else return;
    event.preventDefault();
  }

  const drawn = virtual.getVirtualItems();
  // Rows that leave the screen lend their elements to those that come.
  const slots = Math.max(leastSlots, drawn.length);
  const allChosen = view.length > 0 && selection.chosen.size >= view.length;
  return (
    <div ref={scroller} className={classes['scroller']}>
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
                indeterminate={!allChosen && selection.chosen.size > 0}
                aria-label={t('table.chooseAll')}
                onChange={() =>
                  onSelect((before) => (allChosen ? { ...before, chosen: new Set() } : chooseAll(before, order)))
                }
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
        <tbody style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ index, start }) => {
            const row = store.at(view[index]!);
            return (
              <DocumentTableRow
                key={index % slots}
                row={row}
                folderPath={store.folderPath(row.folderId)}
                label={store.labelOf(row.labelId)}
                personName={store.personName(row.createdBy)}
                why={row.reason ? listing.reasons.get(row.reason)?.[locale] : undefined}
                index={index}
                isChosen={selection.chosen.has(row.id)}
                isActive={row.id === active}
                top={start}
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
