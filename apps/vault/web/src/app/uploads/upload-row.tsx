import { ActionIcon } from '@mantine/core';
import { type Locale, StateDot, type StateTone } from '@nexus/ui';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Mark } from '../labels/label.tsx';
import { fileNameOf, type UploadItem, type UploadState } from './upload-items.ts';
import classes from './uploads.module.css';
import { uploads } from './uploads.ts';

const tones: Record<UploadState, StateTone> = {
  waiting: 'idle',
  sending: 'busy',
  sent: 'busy',
  done: 'ok',
  failed: 'bad',
  unreadable: 'bad',
  cancelled: 'idle',
};

/** One file: its name, where it is on its way, and what can be done about it. */
export function UploadRow({ item }: { item: UploadItem }) {
  const { t, i18n } = useTranslation('app');
  const name = fileNameOf(item.path);
  const why = item.why?.[i18n.language as Locale];
  return (
    <li className={classes['item']}>
      {item.label ? <Mark label={item.label} /> : <span />}
      <div className={classes['itemText']}>
        {item.documentId ? (
          <Link to="/documents/$documentId" params={{ documentId: item.documentId }} search={{}} title={item.path}>
            {name}
          </Link>
        ) : (
          <span title={item.path}>{name}</span>
        )}
        {why && <small>{why}</small>}
        {item.hasSuggestion && <small>{t('uploads.suggestion')}</small>}
      </div>
      <StateDot tone={tones[item.state]}>{stateText(item, t)}</StateDot>
      {item.state === 'failed' || (item.state === 'cancelled' && item.documentId === null) ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('uploads.retry', { name })}
          onClick={() => uploads.retry(item.key)}
        >
          <IconRefresh size={15} />
        </ActionIcon>
      ) : item.state === 'waiting' || item.state === 'sending' ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('uploads.cancel', { name })}
          onClick={() => uploads.cancel(item.key)}
        >
          <IconX size={15} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </li>
  );
}

function stateText(item: UploadItem, t: TFunction<'app'>): string {
  const { state, outcome, pages } = item;
  if (state === 'sending')
    return t('uploads.state.sending', { percent: Math.floor((100 * item.sentBytes) / Math.max(1, item.sizeBytes)) });
  if (state === 'sent' && pages.total) return t('uploads.state.readingPages', { done: pages.done, total: pages.total });
  if (state === 'done' && (outcome === 'duplicate' || outcome === 'place')) return t(`uploads.state.${outcome}`);
  return t(`uploads.state.${state}`);
}
