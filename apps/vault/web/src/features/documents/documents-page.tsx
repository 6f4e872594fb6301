import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { meQuery } from '@nexus/page';
import { EmptyState } from '@nexus/ui';
import { IconFiles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShownLabels } from '../../app/labels/shown-labels.ts';
import type { DocumentRow, Filter, Sort } from '../../app/listing/document-rows.ts';
import { spacesQuery } from '../../app/queries.ts';
import { AddDocuments } from '../../app/uploads/add-documents.tsx';
import { DropZone } from '../../app/uploads/drop-zone.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DocumentTable } from './document-table.tsx';
import classes from './documents.module.css';
import { Figures } from './figures.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { Listing } from './listing/load-listing.ts';
import { Notes } from './notes.tsx';
import { type Chosen, chooseNone, idsOf, nothingSelected, type Order, type Selection } from './selection.ts';
import { useBulk } from './use-bulk.ts';
import { useListing } from './use-listing.ts';
import { orderOf } from './view-order.ts';
import { whatGoes } from './what-goes.ts';

/** Kept while the page is open: coming back from a document, the table is as it was. */
let lastSort: Sort = { column: 'date', isDescending: true };

const placeholders = Array.from({ length: 12 }, (_, i) => `row ${i}`);

export function DocumentsPage() {
  const { t } = useTranslation('documents');
  const { spaceId } = useParams({ from: '/signed-in/spaces/$spaceId/documents' });
  const search = useSearch({ from: '/signed-in/spaces/$spaceId/documents' });
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const { data: spaces } = useQuery(spacesQuery);
  const role = spaces?.find(({ id }) => id === spaceId)?.role ?? 'reader';
  const { data: listing, error, refetch } = useListing(spaceId);
  const [sort, setSort] = useState(lastSort);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [isDeleting, setDeleting] = useState(false);
  const bulk = useBulk(spaceId);

  const { state, format, folder, label, name } = search;
  const filter = useMemo<Filter>(
    () => ({ state: state as Filter['state'], format, folderId: folder, label, name }),
    [state, format, folder, label, name],
  );
  const wanted = useDeferredValue(JSON.stringify(filter));
  const view = useMemo(
    () => listing?.store.view(JSON.parse(wanted) as Filter, sort) ?? new Int32Array(0),
    [listing, wanted, sort],
  );
  const order = useMemo(() => (listing ? orderOf(listing.store, view) : null), [listing, view]);
  // Counted with each list that comes: what was on its way when it was asked for is in the next one.
  const shownLabels = useMemo(() => listing?.store.labelsOf(view) ?? [], [listing, view]);
  useShownLabels(shownLabels);
  const isEmpty = listing !== undefined && !listing.isLoading && listing.total === 0;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const chosen = useMemo(
    () => (listing ? rowsOf(listing, view, order, selection.chosen) : []),
    [listing, view, order, selection.chosen],
  );
  const isWorking = chosen.length > 0 || bulk.run !== null;
  const targets = useMemo(() => {
    if (chosen.length > 0) return chosen;
    const active = selection.active === null ? undefined : listing?.store.find(selection.active);
    return active ? [active] : [];
  }, [chosen, selection.active, listing]);

  const setFilter = useCallback(
    ({ folderId, ...others }: Filter): void => {
      const given = Object.entries({ ...others, folder: folderId });
      const next = Object.fromEntries(given.filter(([, value]) => value !== undefined));
      void navigate({ to: '.', search: next, replace: true });
    },
    [navigate],
  );
  const select = useCallback((change: (before: Selection) => Selection) => setSelection(change), []);
  const clear = useCallback(() => setSelection(chooseNone), []);

  return (
    <DropZone spaceId={spaceId} isDisabled={role === 'reader'} className={classes['page']}>
      <div className={classes['bar']}>
        <VisuallyHidden component="h1">{t('table.name')}</VisuallyHidden>
        {isWorking && (
          <BulkBar
            chosen={chosen}
            run={bulk.run}
            onStart={(action, rows) => void bulk.start(action, rows)}
            onDelete={() => setDeleting(true)}
            onClear={clear}
          />
        )}
        {/* Hidden, not gone: its menus take longer to make than a selection takes to clear. */}
        {listing && !isEmpty && (
          <div className={classes['filters']} hidden={isWorking}>
            <FilterBar listing={listing} filter={filter} onFilter={setFilter} />
          </div>
        )}
        {listing && !isEmpty && <Figures listing={listing} shown={isFiltered ? view.length : null} />}
        {role !== 'reader' && !isEmpty && <AddDocuments spaceId={spaceId} />}
      </div>
      <div className={classes['notes']}>
        <Notes listing={listing} error={error} onAgain={() => void refetch()} bulk={bulk} />
      </div>
      {!listing || !order ? (
        <Stack gap={9} className={classes['skeleton']!} aria-label={t('loading')}>
          {!error && placeholders.map((key) => <Skeleton key={key} height={31} radius="sm" />)}
        </Stack>
      ) : view.length === 0 && !listing.isLoading ? (
        <EmptyState
          icon={<IconFiles size={40} stroke={1.3} />}
          title={isFiltered ? t('empty.filtered') : t('empty.title')}
          action={
            isFiltered ? (
              <Button variant="default" onClick={() => setFilter({})}>
                {t('empty.clear')}
              </Button>
            ) : (
              role !== 'reader' && <AddDocuments spaceId={spaceId} />
            )
          }
        >
          {!isFiltered && t(role === 'reader' ? 'empty.reader' : 'empty.help')}
        </EmptyState>
      ) : (
        <DocumentTable
          listing={listing}
          view={view}
          order={order}
          sort={sort}
          onSort={(next) => {
            lastSort = next;
            setSort(next);
          }}
          selection={selection}
          onSelect={select}
          onDelete={() => targets.length > 0 && setDeleting(true)}
        />
      )}
      {isDeleting && listing && me && (
        <DeleteDialog
          goes={whatGoes(targets, listing.store.all(), { id: me.id, role })}
          onClose={() => setDeleting(false)}
          onDelete={() => {
            const { deletable } = whatGoes(targets, listing.store.all(), { id: me.id, role });
            setDeleting(false);
            clear();
            void bulk.start('delete', deletable);
          }}
        />
      )}
    </DropZone>
  );
}

/** Of a hundred thousand too: as long as the list is the one that was chosen from, without looking one of them up. */
function rowsOf({ store }: Listing, view: Int32Array, order: Order | null, chosen: Chosen): DocumentRow[] {
  const { allOf, ids } = chosen;
  const rows: DocumentRow[] = [];
  if (allOf !== null && allOf === order) {
    for (let index = 0; index < view.length; index += 1) {
      const row = store.at(view[index]!);
      if (!ids.has(row.id)) rows.push(row);
    }
    return rows;
  }
  for (const id of idsOf(chosen)) {
    const row = store.find(id);
    if (row) rows.push(row);
  }
  return rows;
}
