import { Button, Group, MultiSelect, Stack, Switch } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { peopleQuery } from '../../../app/people-queries.ts';
import { localSignInQuery } from './access-queries.ts';

/** Whether passwords of this server are taken from everybody, or in an emergency only. */
export function LocalSignInSection() {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const query = useQuery(localSignInQuery);
  const { data: people = [] } = useQuery(peopleQuery);
  const [draft, setDraft] = useState<typeof query.data>(undefined);
  const rule = draft ?? query.data;
  const saving = useMutation({
    mutationFn: () => read(api.PUT('/api/v1/sign-in-rules', { body: rule! })),
    onSuccess: async () => {
      setDraft(undefined);
      await queries.invalidateQueries({ queryKey: localSignInQuery.queryKey });
    },
  });
  const administrators = people.filter(({ roles, state }) => roles.includes('administrator') && state === 'active');
  return (
    <Section title={t('access.passwords.title')} help={t('access.passwords.help')}>
      <RowsState query={query}>
        {rule && (
          <Stack maw={560}>
            <MultiSelect
              label={t('access.passwords.breakGlass')}
              description={t('access.passwords.breakGlassHelp')}
              data={administrators.map(({ id, name }) => ({ value: id, label: name }))}
              value={rule.breakGlass}
              onChange={(breakGlass) => setDraft({ ...rule, breakGlass })}
            />
            <Switch
              label={t('access.passwords.everyone')}
              checked={rule.passwordsFor === 'everyone'}
              onChange={(event) =>
                setDraft({ ...rule, passwordsFor: event.currentTarget.checked ? 'everyone' : 'break_glass' })
              }
            />
            {saving.error && <Notice tone="bad">{problemText(saving.error)}</Notice>}
            <Group>
              <Button disabled={draft === undefined} loading={saving.isPending} onClick={() => saving.mutate()}>
                {t('profile.save')}
              </Button>
            </Group>
          </Stack>
        )}
      </RowsState>
    </Section>
  );
}
