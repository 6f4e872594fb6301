import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { meQuery, NewPasswordField, passwordFaults, Section, useProblemText } from '@nexus/page';
import { ApiProblem } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { sessionsQuery } from './own-queries.ts';

export function PasswordSection() {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const email = me?.email ?? '';
  const changing = useMutation({
    mutationFn: () => api.POST('/api/v1/me/password', { body: { currentPassword, password } }),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const code = changing.error instanceof ApiProblem ? changing.error.code : null;
  const isAcceptable = currentPassword !== '' && password !== '' && passwordFaults(password, email).length === 0;

  function change(event: FormEvent): void {
    event.preventDefault();
    if (isAcceptable) changing.mutate();
  }

  return (
    <Section title={t('password.title')} help={t('password.help')} isNarrow>
      <form onSubmit={change}>
        <Stack gap="lg">
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label={t('password.current')}
            value={currentPassword}
            onChange={(event) => {
              setCurrent(event.currentTarget.value);
              changing.reset();
            }}
            error={code === 'password.wrong' ? problemText(changing.error) : null}
            autoComplete="current-password"
            required
          />
          <NewPasswordField
            label={t('password.new')}
            value={password}
            onChange={(value) => {
              setPassword(value);
              if (!changing.isIdle) changing.reset();
            }}
            email={email}
            error={code === 'password.weak' ? problemText(changing.error) : null}
          />
          {changing.error && code !== 'password.wrong' && code !== 'password.weak' && (
            <Notice tone="bad">{problemText(changing.error)}</Notice>
          )}
          {changing.isSuccess && (
            <div role="status">
              <Notice tone="ok" title={t('password.changed')}>
                {t('password.changedHelp')}
              </Notice>
            </div>
          )}
          <Group>
            <Button type="submit" loading={changing.isPending} disabled={!isAcceptable}>
              {t('password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
