import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../app/labels/label.tsx';
import type { SpaceSummary } from '../../app/queries.ts';
import { FormatIcon } from '../../app/source/format-icon.tsx';
import type { FoundDocument, Row } from './hits.ts';
import { ResultRow } from './result-row.tsx';
import classes from './search.module.css';

export function rowElementId(rowId: string): string {
  return `row-${rowId}`;
}

export type ResultListProps = {
  id: string;
  groups: readonly { document: FoundDocument; rows: readonly Row[] }[];
  /** Named with each document when the search goes over several. */
  spaces: readonly SpaceSummary[];
  activeId: string | undefined;
  onChoose(row: Row): void;
  onOpen(row: Row): void;
};

/** Documents with their passages, best first. */
export const ResultList = memo(function ResultList(props: ResultListProps) {
  const { id, groups, spaces, activeId, onChoose, onOpen } = props;
  const { t } = useTranslation('search');
  return (
    <div id={id} role="listbox" aria-label={t('results')} className={classes['documents']}>
      {groups.map(({ document, rows }) => {
        const [hit] = document.hits;
        if (!hit) return null;
        const headId = `document-${document.documentId}`;
        const spaceName = spaces.length > 1 ? spaces.find((space) => space.id === hit.spaceId)?.name : undefined;
        return (
          // biome-ignore lint/a11y/useSemanticElements: options of a list box are grouped, not fields of a form.
          <div key={document.documentId} role="group" aria-labelledby={headId}>
            <DocumentHead id={headId} hit={hit} spaceName={spaceName} />
            {rows.map((row) => (
              <ResultRow
                key={row.id}
                row={row}
                elementId={rowElementId(row.id)}
                isActive={row.id === activeId}
                onChoose={onChoose}
                onOpen={onOpen}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
});

type DocumentHeadProps = { id: string; hit: FoundDocument['hits'][number]; spaceName: string | undefined };

const DocumentHead = memo(function DocumentHead({ id, hit, spaceName }: DocumentHeadProps) {
  const path = [hit.folderPath, hit.fileName].filter((part) => part !== '').join('/');
  return (
    <div id={id} role="presentation" className={classes['documentHead']}>
      <Mark label={hit.label} />
      <FormatIcon format={hit.format} size={16} />
      <b>{hit.title || hit.fileName}</b>
      <span className={classes['documentPath']} title={path}>
        {path}
      </span>
      {spaceName && <span className={classes['documentPath']}>{spaceName}</span>}
    </div>
  );
});
