import { Button, CloseButton, Drawer, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShownLabels } from '../../../app/labels/shown-labels.ts';
import type { ConversationSummary } from '../answer.ts';
import { groupByDay } from '../by-day.ts';
import { historyQuery } from '../conversations.queries.ts';
import classes from './history.module.css';
import { HistoryRow } from './history-row.tsx';
import { matchesTitle } from './matches-title.ts';

export type HistoryDrawerProps = { isOpen: boolean; onClose(): void; spaceId: string; openId: string | undefined };

/** Every conversation of the person: pinned ones first, the others by day. */
export const HistoryDrawer = memo(function HistoryDrawer({ isOpen, onClose, spaceId, openId }: HistoryDrawerProps) {
  const { t } = useTranslation('ask');
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      title={t('history.title')}
      closeButtonProps={{ 'aria-label': t('app:common.close') }}
      size={380}
      lockScroll={false}
      transitionProps={{ duration: 120 }}
    >
      {isOpen && <History spaceId={spaceId} openId={openId} onClose={onClose} />}
    </Drawer>
  );
});

function History({ spaceId, openId, onClose }: Omit<HistoryDrawerProps, 'isOpen'>) {
  const { t } = useTranslation('ask');
  const problemText = useProblemText();
  const [words, setWords] = useState('');
  const pinned = useInfiniteQuery(historyQuery(true));
  const others = useInfiniteQuery(historyQuery(false));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = others;
  // Titles are sealed on the server, so they are searched here: all of them, a page after the other.
  useEffect(() => {
    if (words !== '' && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [words, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const chosen = (pages: { items: ConversationSummary[] }[] | undefined): ConversationSummary[] =>
    (pages ?? []).flatMap(({ items }) => items).filter(({ title }) => matchesTitle(title, words));
  useShownLabels(
    [...(pinned.data?.pages ?? []), ...(others.data?.pages ?? [])].flatMap(({ items }) =>
      items.map(({ label }) => label),
    ),
  );
  const pinnedOnes = chosen(pinned.data?.pages);
  const groups = groupByDay(chosen(others.data?.pages), ({ updatedAt }) => updatedAt, new Date());
  const row = (conversation: ConversationSummary) => (
    <HistoryRow
      key={conversation.id}
      conversation={conversation}
      fallbackSpaceId={spaceId}
      isOpen={conversation.id === openId}
      onChosen={onClose}
    />
  );
  const isEmpty = !others.isPending && !others.error && pinnedOnes.length + groups.length === 0;
  return (
    <Stack gap="md">
      <TextInput
        data-autofocus
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={words && <CloseButton size="sm" aria-label={t('history.clear')} onClick={() => setWords('')} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {others.error && <Notice tone="bad">{problemText(others.error)}</Notice>}
      {others.isPending && [1, 2, 3, 4].map((n) => <Skeleton key={n} h={28} />)}
      {pinnedOnes.length > 0 && (
        <section aria-label={t('history.pinned')}>
          <h3 className={classes['heading']}>{t('history.pinned')}</h3>
          <ul className={classes['list']}>{pinnedOnes.map(row)}</ul>
        </section>
      )}
      {groups.map(({ day, items }) => (
        <section key={day} aria-label={t(`history.days.${day}`)}>
          <h3 className={classes['heading']}>{t(`history.days.${day}`)}</h3>
          <ul className={classes['list']}>{items.map(row)}</ul>
        </section>
      ))}
      {isEmpty && <Text c="dimmed">{t(words ? 'history.noneFound' : 'history.none')}</Text>}
      {hasNextPage && words === '' && (
        <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('app:common.more')}
        </Button>
      )}
      <Text fz="xs" c="dimmed">
        {t('history.private')}
      </Text>
    </Stack>
  );
}
