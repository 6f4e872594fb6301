import { Button, Group, Stack, Text } from '@mantine/core';
import { OneTimeSecret, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { formatTime, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { Person } from '../../app/people-queries.ts';

/** The way back for somebody who forgot their password: one person issues a link, another says yes to it. */
export function PasswordReset({ person, mayIssue }: { person: Person; mayIssue: boolean }) {
  const { t, i18n } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const path = { personId: person.id };
  const queryKey = ['password-reset', person.id];
  const { data } = useQuery({
    queryKey,
    queryFn: () => read(api.GET('/api/v1/people/{personId}/password-reset', { params: { path } })),
  });
  const refresh = () => queries.invalidateQueries({ queryKey });
  const issuing = useMutation({
    mutationFn: () => {
      const params = { path, header: { 'Idempotency-Key': newIdempotencyKey() } };
      return read(api.POST('/api/v1/people/{personId}/password-reset', { params }));
    },
    onSettled: refresh,
  });
  const approving = useMutation({
    mutationFn: () => read(api.POST('/api/v1/people/{personId}/password-reset/approval', { params: { path } })),
    onSettled: refresh,
  });
  const voiding = useMutation({
    mutationFn: () => read(api.DELETE('/api/v1/people/{personId}/password-reset', { params: { path } })),
    onSettled: refresh,
  });
  const open = data?.open ?? null;
  const error = issuing.error ?? approving.error ?? voiding.error;
  const until = (at: string) => formatTime(at, i18n.language as Locale);
  return (
    <Stack gap="sm">
      {issuing.data && (
        <OneTimeSecret
          label={t('reset.linkFor', { name: person.name })}
          value={`${window.location.origin}/reset#${issuing.data.token}`}
          help={t(issuing.data.needsApproval ? 'reset.onceApproval' : 'reset.once', {
            date: until(issuing.data.expiresAt),
          })}
        />
      )}
      {open && (
        <Notice tone={open.isApproved ? 'plain' : 'warn'}>
          {t(open.isApproved ? 'reset.openApproved' : 'reset.openWaiting', { date: until(open.expiresAt) })}
        </Notice>
      )}
      {error && <Notice tone="bad">{problemText(error)}</Notice>}
      <Group>
        {mayIssue && !issuing.data && (
          <Button variant="default" loading={issuing.isPending} onClick={() => issuing.mutate()}>
            {t('reset.issue')}
          </Button>
        )}
        {open?.mayApprove && (
          <Button loading={approving.isPending} onClick={() => approving.mutate()}>
            {t('reset.approve')}
          </Button>
        )}
        {open && (
          <Button variant="default" loading={voiding.isPending} onClick={() => voiding.mutate()}>
            {t('reset.void')}
          </Button>
        )}
      </Group>
      {mayIssue && !open && !issuing.data && (
        <Text fz="sm" c="dimmed">
          {t('reset.help')}
        </Text>
      )}
    </Stack>
  );
}
