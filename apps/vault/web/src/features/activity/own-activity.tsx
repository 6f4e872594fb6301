import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { EmptyState, formatTime, type Locale, Notice, StateDot } from '@nexus/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { spacesQuery } from '../../app/queries.ts';
import classes from './activity.module.css';
import { type Activity, ownActivityQuery } from './activity-queries.ts';
import { byDay, mergeRuns } from './by-day.ts';
import { outcomeTones, useActionText, useDayText } from './entry-text.ts';

export function OwnActivity() {
  const { t } = useTranslation('activity');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const dayText = useDayText();
  const query = useInfiniteQuery(ownActivityQuery);
  const { data: spaces = [] } = useQuery(spacesQuery);
  const names = new Map(spaces.map(({ id, name }) => [id, name]));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];

  if (query.isPending) {
    return (
      <Stack gap="md" aria-busy="true" aria-label={tApp('common.loading')}>
        {[1, 2, 3, 4, 5].map((row) => (
          <Skeleton key={row} height={28} radius="sm" />
        ))}
      </Stack>
    );
  }
  if (query.error && items.length === 0) {
    return (
      <Notice
        tone="bad"
        action={
          <Button size="xs" variant="default" onClick={() => void query.refetch()}>
            {tApp('common.retry')}
          </Button>
        }
      >
        {problemText(query.error)}
      </Notice>
    );
  }
  if (items.length === 0) return <EmptyState title={t('own.empty')} />;
  return (
    <>
      {byDay(items).map((group) => (
        <section key={group.items[0]!.id}>
          <h2 className={classes['day']}>{dayText(group.day)}</h2>
          <ul className={classes['list']}>
            {mergeRuns(group.items, sameness).map(({ item, count }) => (
              <Row
                key={item.id}
                item={item}
                count={count}
                spaceName={item.spaceId ? names.get(item.spaceId) : undefined}
              />
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage && (
        <Group mt="lg">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {tApp('common.more')}
          </Button>
        </Group>
      )}
    </>
  );
}

function sameness({ action, outcome, spaceId, byMyself }: Activity): string {
  return [action, outcome, spaceId, byMyself].join(' ');
}

function Row({ item, count, spaceName }: { item: Activity; count: number; spaceName: string | undefined }) {
  const { t, i18n } = useTranslation('activity');
  const locale = i18n.language as Locale;
  const actionText = useActionText();
  const time = new Date(item.recordedAt);
  return (
    <li>
      <time className={classes['time']} dateTime={item.recordedAt} title={formatTime(time, locale)}>
        {time.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}
      </time>
      <span>
        {actionText(item.action)}
        {count > 1 && <span className={classes['meta']}> · {t('own.times', { count })}</span>}
        {spaceName && <span className={classes['meta']}> · {spaceName}</span>}
        {!item.byMyself && <span className={classes['meta']}> · {t('own.notYou')}</span>}
      </span>
      {item.outcome !== 'success' && (
        <StateDot tone={outcomeTones[item.outcome]}>{t(`outcomes.${item.outcome}`)}</StateDot>
      )}
    </li>
  );
}
