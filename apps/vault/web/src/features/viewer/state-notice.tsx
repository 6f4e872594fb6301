import { Button, Progress } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';

type StateNoticeProps = { document: DocumentDetails; onRetry: (() => void) | null; isRetrying: boolean };

/** Why there is nothing to read yet, or at all, and what to do. Nothing for a document that was read. */
export function StateNotice({ document, onRetry, isRetrying }: StateNoticeProps) {
  const { t, i18n } = useTranslation('viewer');
  const retry = onRetry && (
    <Button size="xs" variant="default" onClick={onRetry} loading={isRetrying}>
      {t('retry')}
    </Button>
  );
  if (document.state === 'failed') {
    const reason = i18n.language === 'en' ? document.reason?.en : document.reason?.es;
    return (
      <div className={classes['notice']}>
        <Notice tone="bad" title={t('state.failed')} action={retry}>
          {reason} {t('kept')}
        </Notice>
      </div>
    );
  }
  if (document.state === 'cancelled') {
    return (
      <div className={classes['notice']}>
        <Notice title={t('state.cancelled')} action={retry}>
          {t('kept')}
        </Notice>
      </div>
    );
  }
  if (document.state !== 'queued' && document.state !== 'reading') return null;
  const { done, total } = document.progress;
  const share = total ? (100 * done) / total : null;
  return (
    <div className={classes['notice']}>
      <Notice title={t(`state.${document.state}`)}>{t('underWay')}</Notice>
      <Progress value={share ?? 100} animated={share === null} size="sm" mt="sm" aria-label={t('state.reading')} />
    </div>
  );
}
