import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, read } from '../../api/client.ts';
import classes from './shell.module.css';

/** The last conversations, one click away; the whole history is on the ask page. */
export function RecentConversations({ spaceId }: { spaceId: string }) {
  const { t } = useTranslation('app');
  const { data } = useQuery({
    queryKey: ['conversations', 'recent'],
    queryFn: () => read(api.GET('/api/v1/conversations', { params: { query: { limit: 8 } } })),
  });
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
        </Link>
      ))}
    </section>
  );
}
