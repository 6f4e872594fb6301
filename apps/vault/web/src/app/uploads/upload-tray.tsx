import { ActionIcon, Button, Progress } from '@mantine/core';
import { meQuery } from '@nexus/page';
import { formatDuration, formatNumber, type Locale } from '@nexus/ui';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShownLabels } from '../labels/shown-labels.ts';
import { needsWindow, summarise, type UploadItem } from './upload-items.ts';
import { UploadRow } from './upload-row.tsx';
import classes from './uploads.module.css';
import { uploads } from './uploads.ts';
import { useAskToSignIn, usePace, useReadingProgress, useStayUntilSent, useUploads } from './use-uploads.ts';

/** Rows that a person can take in; the rest is counted. */
const mostShown = 60;

/** What is on its way and being read, at the bottom right of every place; nothing while there is nothing. */
export function UploadTray() {
  const { t, i18n } = useTranslation('app');
  const locale = i18n.language as Locale;
  const items = useUploads();
  const { data: me } = useQuery(meQuery);
  const personId = me?.id;
  useEffect(() => {
    if (personId !== undefined) uploads.belongTo(personId);
  }, [personId]);
  useReadingProgress(items);
  useStayUntilSent(items);
  useAskToSignIn(items);
  useShownLabels(items.length > 0 ? items.map(({ label }) => label) : null);
  const [isOpen, setOpen] = useState(true);
  const summary = summarise(items);
  const isUnderway = summary.underway > 0;
  const { pagesPerSecond, secondsLeft } = usePace(items, isUnderway);
  if (items.length === 0) return null;

  const number = (value: number) => formatNumber(value, locale);
  const title = isUnderway
    ? t(items.some(needsWindow) ? 'uploads.sending' : 'uploads.underway', {
        count: summary.underway,
        number: number(summary.underway),
      })
    : summary.problems > 0
      ? t('uploads.overWithProblems', { count: summary.problems, number: number(summary.problems) })
      : t('uploads.over', { count: summary.done, number: number(summary.done) });
  const pace = [
    ...(isUnderway && pagesPerSecond !== null
      ? [t('uploads.pagesPerSecond', { number: formatNumber(pagesPerSecond, locale, pagesPerSecond < 10 ? 1 : 0) })]
      : []),
    ...(isUnderway && secondsLeft !== null ? [t('uploads.left', { time: formatDuration(secondsLeft) })] : []),
  ].join(' · ');
  const ordered = inOrder(items);

  return (
    <section className={`${classes['tray']} nx-no-print`} aria-label={t('uploads.name')}>
      <header className={classes['head']}>
        <strong role="status">{title}</strong>
        <span className={classes['pace']}>{pace}</span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'uploads.collapse' : 'uploads.expand')}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <IconChevronDown size={18} /> : <IconChevronUp size={18} />}
        </ActionIcon>
        {!isUnderway && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('uploads.clear')} onClick={uploads.clear}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </header>
      <Progress
        value={summary.share * 100}
        size={5}
        color={isUnderway || summary.problems === 0 ? 'petrol' : 'orange'}
        aria-label={title}
      />
      {isOpen && (
        <>
          <ul className={classes['list']}>
            {ordered.slice(0, mostShown).map((item) => (
              <UploadRow key={item.key} item={item} />
            ))}
            {ordered.length > mostShown && (
              <li className={classes['more']}>
                {t('uploads.more', { count: ordered.length - mostShown, number: number(ordered.length - mostShown) })}
              </li>
            )}
          </ul>
          <footer className={classes['foot']}>
            <span>
              {t('uploads.doneOf', { done: number(summary.done), files: number(summary.files) })}
              {summary.problems > 0 &&
                ` · ${t('uploads.problems', { count: summary.problems, number: number(summary.problems) })}`}
            </span>
            {items.some(({ state }) => state === 'waiting' || state === 'sending') && (
              <Button variant="subtle" color="gray" size="compact-sm" onClick={uploads.cancelAll}>
                {t('uploads.cancelAll')}
              </Button>
            )}
          </footer>
        </>
      )}
    </section>
  );
}

/** Problems first, then what moves, then what waits, then what is over. */
function inOrder(items: readonly UploadItem[]): UploadItem[] {
  const rank = { failed: 0, unreadable: 0, sending: 1, sent: 2, waiting: 3, done: 4, cancelled: 5 } as const;
  return [...items].sort((a, b) => rank[a.state] - rank[b.state] || a.key - b.key);
}
