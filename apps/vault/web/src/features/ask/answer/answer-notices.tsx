import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Answer, isUnsure } from '../answer.ts';
import { ingestQuery } from '../conversations.queries.ts';

/** What a careful reader must know besides the quotes: how sure they are, and what could not be looked at. */
export function AnswerNotices({ spaceId, answer, isNewest }: { spaceId: string; answer: Answer; isNewest: boolean }) {
  const { t } = useTranslation('ask');
  const isHere = answer.scope.spaceIds?.includes(spaceId) ?? true;
  const { data: ingest } = useQuery({ ...ingestQuery(spaceId), enabled: isNewest && isHere });
  const isDoubtful = answer.outcome === 'answered' && isUnsure(answer.confidence);
  const unread = isNewest ? (ingest?.failed ?? 0) : 0;
  const reading = isNewest && ingest ? ingest.queued + ingest.reading : 0;
  return (
    <>
      {isDoubtful && (
        <Notice tone="warn" title={t('unsure.title')}>
          {t('unsure.help')}
        </Notice>
      )}
      {unread > 0 && (
        <Notice title={t('unread.title')}>
          {t('unread.documents', { count: unread })}{' '}
          <Link to="/spaces/$spaceId/documents" params={{ spaceId }} search={{ state: 'failed' }}>
            {t('unread.which')}
          </Link>
        </Notice>
      )}
      {reading > 0 && <Notice>{t('stillReading', { count: reading })}</Notice>}
    </>
  );
}
