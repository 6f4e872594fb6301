import { useMediaQuery } from '@mantine/hooks';
import { read } from '@nexus/page/api';
import classes from '@nexus/page/frame.module.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Mark } from '../labels/label.tsx';
import { useShownLabels } from '../labels/shown-labels.ts';

/** The last conversations, one click away; the whole history is on the ask page. */
export function RecentConversations({ spaceId, isOpen }: { spaceId: string; isOpen: boolean }) {
  const { t } = useTranslation('app');
  const isWide = useMediaQuery('(min-width: 761px)', true, { getInitialValueInEffect: false });
  const { data } = useQuery({
    queryKey: ['conversations', 'recent'],
    queryFn: () => read(api.GET('/api/v1/conversations', { params: { query: { limit: 8 } } })),
  });
  const isOnScreen = isWide || isOpen;
  const labels = (data?.items ?? []).map(({ label }) => label);
  // Where there is none, the side alone makes no place of content.
  useShownLabels(isOnScreen && labels.length > 0 ? labels : null);
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={t('shell.recentName')}>
      <h2 className={classes['heading']}>{t('shell.recent')}</h2>
      {data.items.map((conversation) => (
        <Link
          key={conversation.id}
          className={classes['link']!}
          to="/spaces/$spaceId/ask"
          params={{ spaceId: conversation.spaceId ?? spaceId }}
          search={{ c: conversation.id }}
          title={conversation.title}
        >
          <span>{conversation.title}</span>
          <Mark label={conversation.label} />
        </Link>
      ))}
    </section>
  );
}
