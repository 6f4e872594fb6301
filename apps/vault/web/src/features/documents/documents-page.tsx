import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { EmptyState, formatNumber, type Locale, Notice } from '@nexus/ui';
import { IconFiles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter, Sort } from '../../app/listing/document-rows.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { meQuery, spacesQuery } from '../../app/queries.ts';
import { AddDocuments } from '../../app/uploads/add-documents.tsx';
import { DropZone } from '../../app/uploads/drop-zone.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DocumentTable } from './document-table.tsx';
import classes from './documents.module.css';
import { FilterBar } from './filter-bar.tsx';
import { nothingSelected, type Selection } from './selection.ts';
import { useBulk } from './use-bulk.ts';
import { useListing } from './use-listing.ts';
import { whatGoes } from './what-goes.ts';

/** Kept while the page is open: coming back from a document, the table is as it was. */
let lastSort: Sort = { column: 'date', isDescending: true };

const placeholders = Array.from({ length: 12 }, (_, i) => `row ${i}`);

export function DocumentsPage() {
  const { t, i18n } = useTranslation('documents');
  const locale = i18n.language as Locale;
  const { spaceId } = useParams({ from: '/signed-in/spaces/$spaceId/documents' });
  const search = useSearch({ from: '/signed-in/spaces/$spaceId/documents' });
  const navigate = useNavigate();
  const problemText = useProblemText();
  const { data: me } = useQuery(meQuery);
  const { data: spaces } = useQuery(spacesQuery);
  const role = spaces?.find(({ id }) => id === spaceId)?.role ?? 'reader';
  const { data: listing, error, refetch } = useListing(spaceId);
  const [sort, setSort] = useState(lastSort);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [isDeleting, setDeleting] = useState(false);
  const bulk = useBulk(spaceId);

  const filter: Filter = {
    state: search.state as Filter['state'],
    format: search.format,
    folderId: search.folder,
    name: search.name,
  };
  const wanted = useDeferredValue(JSON.stringify(filter));
  const view = useMemo(
    () => listing?.store.view(JSON.parse(wanted) as Filter, sort) ?? new Int32Array(0),
    [listing, wanted, sort],
  );
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const chosen = useMemo(
    () => [...selection.chosen].flatMap((id) => listing?.store.find(id) ?? []),
    [listing, selection.chosen],
  );
  const targets = useMemo(() => {
    if (chosen.length > 0) return chosen;
    const active = selection.active === null ? undefined : listing?.store.find(selection.active);
    return active ? [active] : [];
  }, [chosen, selection.active, listing]);
  const pages = useMemo(() => sumPages(listing?.store.all() ?? []), [listing]);

  function setFilter({ state, format, folderId, name }: Filter): void {
    const given = { state, format, folder: folderId, name };
    const next = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    void navigate({ to: '.', search: next, replace: true });
  }
  const select = useCallback((change: (before: Selection) => Selection) => setSelection(change), []);
  const clear = () => setSelection((before) => ({ ...before, chosen: new Set<string>() }));

  return (
    <DropZone spaceId={spaceId} isDisabled={role === 'reader'} className={classes['page']}>
      <div className={classes['bar']}>
        <VisuallyHidden component="h1">{t('table.name')}</VisuallyHidden>
        {chosen.length > 0 || bulk.run ? (
          <BulkBar
            chosen={chosen}
            run={bulk.run}
            onStart={(action, rows) => void bulk.start(action, rows)}
            onDelete={() => setDeleting(true)}
            onClear={clear}
          />
        ) : (
          listing && <FilterBar listing={listing} filter={filter} onFilter={setFilter} />
        )}
        <span className={classes['figures']} role="status">
          {listing &&
            (listing.isLoading
              ? t('figures.loading', {
                  done: formatNumber(listing.store.size, locale),
                  total: formatNumber(listing.total, locale),
                })
              : [
                  isFiltered
                    ? t('figures.shown', {
                        shown: formatNumber(view.length, locale),
                        total: formatNumber(listing.store.size, locale),
                      })
                    : t('figures.documents', {
                        count: listing.total,
                        number: formatNumber(listing.total, locale),
                      }),
                  t('figures.pages', { count: pages.parts, number: formatNumber(pages.parts, locale) }),
                  ...(pages.failed > 0 ? [t('figures.failed', { number: formatNumber(pages.failed, locale) })] : []),
                ].join(' · '))}
        </span>
        {role !== 'reader' && <AddDocuments spaceId={spaceId} />}
      </div>
      <div className={classes['notes']}>
        {error && (
          <Notice
            tone="bad"
            action={
              <Button size="xs" variant="default" onClick={() => void refetch()}>
                {t('again')}
              </Button>
            }
          >
            {problemText(error)}
          </Notice>
        )}
        {listing?.isCut && (
          <Notice tone="warn">{t('figures.cut', { number: formatNumber(listing.store.size, locale) })}</Notice>
        )}
        {bulk.problem && (
          <Notice
            tone="bad"
            title={t(`bulk.failed.${bulk.problem.action}`, { count: bulk.problem.failed.length })}
            action={
              <Button size="xs" variant="default" onClick={bulk.forget}>
                {t('close')}
              </Button>
            }
          >
            {bulk.problem.failed
              .slice(0, 5)
              .map(({ name, why }) => `${name}: ${why}`)
              .join(' · ')}
          </Notice>
        )}
      </div>
      {!listing ? (
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

function sumPages(rows: readonly { parts: number | null; state: string }[]): { parts: number; failed: number } {
  let [parts, failed] = [0, 0];
  for (const row of rows) {
    parts += row.parts ?? 0;
    if (row.state === 'failed') failed += 1;
  }
  return { parts, failed };
}
