import { Button } from '@mantine/core';
import { read } from '@nexus/page/api';
import { formatBytes, formatNumber, formatTime, type Locale } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';
import { useMembers } from './members.ts';
import { UnreadParts } from './unread-parts.tsx';

type DocumentFactsProps = { document: DocumentDetails; onPart: (part: number) => void };

/** Everything that is known of a document beside its content. */
export function DocumentFacts({ document, onPart }: DocumentFactsProps) {
  const { t, i18n } = useTranslation('viewer');
  const locale = i18n.language as Locale;
  const nameOf = useMembers(document.spaceId);
  const version = document.versions.find(({ id }) => id === document.versionId);
  const who = (id: string | null): string =>
    id === null ? t('facts.server') : (nameOf(id) ?? t('facts.formerPerson'));
  const facts: [string, ReactNode][] = [
    ['title', document.title],
    ['author', document.author],
    ['documentDate', document.documentDate && formatTime(document.documentDate, locale)],
    ['format', document.format?.toUpperCase()],
    ['language', document.language && t(`languages.${document.language}`)],
    ['size', formatBytes(document.sizeBytes, locale)],
    ['passages', document.passages === null ? null : formatNumber(document.passages, locale)],
    ['addedBy', who(version?.createdBy ?? document.createdBy)],
    ['addedAt', formatTime(document.createdAt, locale)],
    ['digest', <Digest key="digest" document={document} />],
  ];
  return (
    <aside className={classes['facts']} aria-label={t('facts.label')}>
      <UnreadParts parts={document.quality} onPart={onPart} />
      {document.warnings.length > 0 && (
        <section>
          <h2>{t('facts.warnings')}</h2>
          <ul>
            {document.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t('facts.label')}</h2>
        <dl>
          {facts
            .filter(([, value]) => value)
            .map(([key, value]) => (
              <div key={key}>
                <dt>{t(`facts.${key}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </section>
      {document.attachments.length > 0 && (
        <section>
          <h2>{t('attachments')}</h2>
          <ul>
            {document.attachments.map(({ id, fileName }) => (
              <li key={id}>
                <Link to="/documents/$documentId" params={{ documentId: id }} search={{}}>
                  {fileName}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

/** Reading all of a large file takes a while: only when somebody asks. */
function Digest({ document }: { document: DocumentDetails }) {
  const { t } = useTranslation('viewer');
  const { data, isFetching, refetch } = useQuery({
    queryKey: ['document', document.id, document.versionId, 'digest'],
    queryFn: () => {
      const params = { path: { documentId: document.id }, query: { versionId: document.versionId } };
      return read(api.GET('/api/v1/documents/{documentId}/digest', { params }));
    },
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data) return <code className={classes['digest']}>{data.sha256}</code>;
  return (
    <Button variant="subtle" size="compact-xs" loading={isFetching} onClick={() => void refetch()}>
      {t('facts.computeDigest')}
    </Button>
  );
}
