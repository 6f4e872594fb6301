import { Badge, Button, Group } from '@mantine/core';
import { ConfirmDialog, RowsState, Section } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { describeClient } from './describe-client.ts';
import { type OwnSession, sessionsQuery } from './own-queries.ts';

/** Where one is signed in. */
export function SessionsSection() {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const query = useQuery(sessionsQuery);
  const [ending, setEnding] = useState<OwnSession | 'others' | null>(null);
  const sessions = [...(query.data ?? [])].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));

  async function end(which: OwnSession | 'others'): Promise<void> {
    if (which === 'others') await api.DELETE('/api/v1/me/sessions');
    else await api.DELETE('/api/v1/me/sessions/{sessionId}', { params: { path: { sessionId: which.id } } });
    await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  }

  return (
    <Section title={t('sessions.title')} help={t('sessions.help')}>
      <RowsState query={query}>
        <ul className={classes['rows']}>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
          ))}
        </ul>
        {sessions.length > 1 && (
          <Group mt="md">
            <Button variant="default" onClick={() => setEnding('others')}>
              {t('sessions.endOthers')}
            </Button>
          </Group>
        )}
      </RowsState>
      {ending && (
        <ConfirmDialog
          title={ending === 'others' ? t('sessions.endOthersTitle') : t('sessions.endTitle')}
          verb={ending === 'others' ? t('sessions.endOthers') : t('sessions.end')}
          onConfirm={() => end(ending)}
          onClose={() => setEnding(null)}
        >
          {ending === 'others'
            ? t('sessions.endOthersHelp', { count: sessions.length - 1 })
            : t('sessions.endHelp', {
                client: describeClient(ending.userAgent) ?? t('sessions.unknown'),
                ip: ending.ip,
              })}
        </ConfirmDialog>
      )}
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd(): void }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  return (
    <li>
      <div>
        <strong>{describeClient(session.userAgent) ?? t('sessions.unknown')}</strong>{' '}
        {session.isCurrent && (
          <Badge variant="light" size="sm" tt="none">
            {t('sessions.current')}
          </Badge>
        )}
        <span className={classes['meta']} title={formatTime(session.createdAt, locale)}>
          {t('sessions.since', {
            ip: session.ip,
            since: formatWhen(session.createdAt, locale),
            seen: formatWhen(session.lastSeenAt, locale),
          })}
        </span>
      </div>
      {!session.isCurrent && (
        <Button size="xs" variant="default" onClick={onEnd}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
