import { Anchor, Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { RowsState, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

const kinds = ['note', 'task', 'meeting'] as const;
const blank = { kind: 'note' as (typeof kinds)[number], subject: '', body: '', at: '', minutes: 60 };

/** What was said, planned and written about an opportunity, newest first; and what comes next. */
export function ActivityFeed({ opportunityId }: { opportunityId: string }) {
  const { t, i18n } = useTranslation('pipeline');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(blank);
  const feed = useQuery({
    queryKey: ['activities', opportunityId],
    queryFn: async () => (await read(api.GET('/api/v1/activities', { params: { query: { opportunityId } } }))).items,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['activities', opportunityId] });
  const adding = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/activities', {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { opportunityId, kind: typed.kind, subject: typed.subject.trim(), body: typed.body, ...timesOf(typed) },
        }),
      ),
    onSuccess: async () => {
      setTyped(blank);
      await refresh();
    },
  });
  const finishing = useMutation({
    mutationFn: ({ id, version, isDone }: { id: string; version: number; isDone: boolean }) =>
      read(
        api.PATCH('/api/v1/activities/{activityId}', {
          params: { path: { activityId: id }, header: { 'If-Match': `"v${version}"` } },
          body: { isDone },
        }),
      ),
    onSettled: refresh,
  });

  function add(event: FormEvent): void {
    event.preventDefault();
    adding.mutate();
  }

  return (
    <Stack>
      <form onSubmit={add}>
        <Stack gap="xs">
          <Group grow align="end">
            <NativeSelect
              label={t('activity.kind')}
              value={typed.kind}
              onChange={(event) => setTyped({ ...typed, kind: event.currentTarget.value as typeof typed.kind })}
              data={kinds.map((kind) => ({ value: kind, label: t(`activity.kinds.${kind}`) }))}
            />
            {typed.kind !== 'note' && (
              <TextInput
                type="datetime-local"
                label={t(`activity.when.${typed.kind}`)}
                value={typed.at}
                onChange={(event) => setTyped({ ...typed, at: event.currentTarget.value })}
                required={typed.kind === 'meeting'}
              />
            )}
          </Group>
          <TextInput
            label={t('activity.subject')}
            value={typed.subject}
            onChange={(event) => setTyped({ ...typed, subject: event.currentTarget.value })}
            maxLength={300}
            required
          />
          <Textarea
            label={t('activity.body')}
            value={typed.body}
            onChange={(event) => setTyped({ ...typed, body: event.currentTarget.value })}
            autosize
            minRows={2}
            maxRows={8}
          />
          {adding.error ? <Notice tone="bad">{problemText(adding.error)}</Notice> : null}
          <Group justify="flex-end">
            <Button type="submit" loading={adding.isPending}>
              {t('activity.add')}
            </Button>
          </Group>
        </Stack>
      </form>
      <RowsState query={feed} isEmpty={feed.data?.length === 0} empty={t('activity.none')}>
        <ul className={panel['rows']}>
          {feed.data?.map((row) => (
            <li key={row.id}>
              <span>
                {row.kind === 'task' ? (
                  <Checkbox
                    label={row.subject}
                    checked={row.doneAt !== null}
                    onChange={(event) =>
                      finishing.mutate({ id: row.id, version: row.version, isDone: event.currentTarget.checked })
                    }
                  />
                ) : (
                  <strong>{row.subject}</strong>
                )}
                <span className={panel['meta']}>
                  {t(`activity.kinds.${row.kind}`)}
                  {row.startsAt && ` · ${formatTime(row.startsAt, locale)}`}
                  {row.dueAt && ` · ${t('activity.due', { when: formatTime(row.dueAt, locale) })}`}
                  {row.mail && ` · ${t(`activity.mail.${row.mail.state}`)}`}
                </span>
                {row.body && <span className={panel['meta']}>{row.body}</span>}
              </span>
              <span>
                {row.kind === 'meeting' ? (
                  <Anchor href={`/api/v1/activities/${row.id}/calendar`} size="sm">
                    {t('activity.calendar')}
                  </Anchor>
                ) : (
                  formatWhen(row.createdAt, locale)
                )}
              </span>
            </li>
          ))}
        </ul>
      </RowsState>
    </Stack>
  );
}

function timesOf({ kind, at, minutes }: typeof blank) {
  if (!at || kind === 'note') return {};
  const start = new Date(at);
  if (kind === 'task') return { dueAt: start.toISOString() };
  return { startsAt: start.toISOString(), endsAt: new Date(start.getTime() + minutes * 60_000).toISOString() };
}
