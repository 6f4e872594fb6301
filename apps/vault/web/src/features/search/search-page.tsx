import { useCallbackRef } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShownLabels } from '../../app/labels/shown-labels.ts';
import { type SpaceSummary, spacesQuery } from '../../app/queries.ts';
import { lastSpaceId } from '../../app/remembered-space.ts';
import { FacetList } from './facet-list.tsx';
import { facetsOf } from './facets.ts';
import { byDocument, type Row, rowsOf } from './hits.ts';
import { PreviewPane } from './preview-pane.tsx';
import { QueryNotices } from './query-notices.tsx';
import { ResultList, rowElementId } from './result-list.tsx';
import { ResultsHead } from './results-head.tsx';
import { SavedList } from './saved/saved-list.tsx';
import classes from './search.module.css';
import { searchQuery } from './search.queries.ts';
import { SearchBox } from './search-box.tsx';
import { SearchHelp } from './search-help.tsx';
import { useTypedQuery } from './use-typed-query.ts';

const route = getRouteApi('/signed-in/search');
const listId = 'search-results';
const noSpaces: SpaceSummary[] = [];

/** One box for everything that the person may read: passages as one types, a preview under the arrow keys. */
export function SearchPage() {
  const { t } = useTranslation('search');
  const { q, space } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: spaces = noSpaces } = useQuery(spacesQuery);
  const askIn = space ?? spaces.find(({ id }) => id === lastSpaceId())?.id ?? spaces[0]?.id;
  const setSearch = (query: string, inSpace: string | undefined): void =>
    void navigate({
      search: { ...(query ? { q: query } : {}), ...(inSpace ? { space: inSpace } : {}) },
      replace: true,
    });
  const typed = useTypedQuery(q, (query) => setSearch(query, space));
  const found = useQuery(searchQuery(q ?? '', space));
  const result = q ? found.data : undefined;

  useShownLabels((result?.hits ?? []).map(({ label }) => label));
  const documents = useMemo(() => byDocument(result?.hits ?? []), [result]);
  const facets = useMemo(() => facetsOf(documents), [documents]);
  const [openDocuments, setOpenDocuments] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(
    () => documents.map((document) => ({ document, rows: rowsOf(document, openDocuments.has(document.documentId)) })),
    [documents, openDocuments],
  );
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const [chosen, setChosen] = useState<{ query: string | undefined; id: string } | null>(null);
  const active = chosen && chosen.query === q ? rows.find(({ id }) => id === chosen.id) : undefined;
  const preview = active?.kind === 'hit' ? active.hit : undefined;
  const box = useRef<HTMLInputElement>(null);

  function choose(row: Row | undefined): void {
    setChosen(row ? { query: q, id: row.id } : null);
    if (row) document.getElementById(rowElementId(row.id))?.scrollIntoView({ block: 'nearest' });
  }

  function open(row: Row): void {
    if (row.kind === 'more') {
      setOpenDocuments(new Set([...openDocuments, row.document.documentId]));
      return;
    }
    const { documentId, place, part } = row.hit;
    void navigate({ to: '/documents/$documentId', params: { documentId }, search: place ?? (part ? { part } : {}) });
  }

  const closePreview = useCallbackRef((): void => {
    choose(undefined);
    box.current?.focus();
  });
  const openRow = useCallbackRef(open);
  const chooseRow = useCallbackRef((row: Row): void => (row.kind === 'more' ? open(row) : choose(row)));

  function onKeyDown(event: KeyboardEvent): void {
    const at = active ? rows.indexOf(active) : -1;
    if (event.key === 'ArrowDown') choose(rows[Math.min(rows.length - 1, at + 1)]);
    else if (event.key === 'ArrowUp') choose(at <= 0 ? undefined : rows[at - 1]);
    else if (event.key === 'Enter' && active) open(active);
    else if (event.key === 'Enter') typed.choose(typed.text);
    else if (event.key === 'Escape' && active) choose(undefined);
    else return;
    event.preventDefault();
  }

  return (
    <div className={classes['page']} data-preview={preview ? true : undefined}>
      <title>{`${q ? `${q} · ` : ''}${t('title')} · Nexus`}</title>
      <section className={classes['finder']} aria-label={t('title')}>
        <h1 className={classes['hidden']}>{t('title')}</h1>
        <SearchBox
          box={box}
          text={typed.text}
          onType={typed.type}
          onChoose={typed.choose}
          onKeyDown={onKeyDown}
          spaces={spaces}
          spaceId={space}
          onSpace={(id) => setSearch(typed.text.trim(), id)}
          listId={listId}
          activeId={active && rowElementId(active.id)}
          hasResults={rows.length > 0}
        />
        {q ? (
          <div className={classes['results']} data-stale={found.isPlaceholderData || undefined}>
            <FacetList facets={facets} query={typed.text} onQuery={typed.choose} question={q} askIn={askIn} />
            <div className={classes['list']}>
              <ResultsHead found={found} documents={documents.length} />
              <QueryNotices
                found={found}
                query={typed.text}
                onQuery={typed.choose}
                {...(space ? { onEverywhere: () => setSearch(typed.text.trim(), undefined) } : {})}
              />
              <ResultList
                id={listId}
                groups={groups}
                spaces={space ? noSpaces : spaces}
                activeId={active?.id}
                onChoose={chooseRow}
                onOpen={openRow}
              />
            </div>
          </div>
        ) : (
          <div className={classes['start']}>
            <SavedList spaces={spaces} />
            <SearchHelp />
          </div>
        )}
      </section>
      {preview && <PreviewPane hit={preview} onClose={closePreview} />}
    </div>
  );
}
