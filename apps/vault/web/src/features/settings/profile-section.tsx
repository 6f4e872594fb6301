import { Button, Group, Input, SegmentedControl, Select, Stack, TextInput, useMantineColorScheme } from '@mantine/core';
import { changeLanguage, type Language, meQuery, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

type Change = { name?: string; timeZone?: string; locale?: Language };

export function ProfileSection() {
  const { t, i18n } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: me } = useSuspenseQuery(meQuery);
  const [name, setName] = useState(me?.name ?? '');
  const [timeZone, setTimeZone] = useState(me?.timeZone ?? 'UTC');
  const zones = useMemo(() => [...new Set(['UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])], [timeZone]);
  const changing = useMutation({
    mutationFn: (body: Change) => read(api.PATCH('/api/v1/me', { body })),
    onSuccess: (changed) => queries.setQueryData(meQuery.queryKey, changed),
  });
  const isChanged = name.trim() !== me?.name || timeZone !== me?.timeZone;

  function save(event: FormEvent): void {
    event.preventDefault();
    if (isChanged && name.trim() !== '') changing.mutate({ name: name.trim(), timeZone });
  }

  function speak(locale: Language): void {
    void changeLanguage(locale);
    changing.mutate({ locale });
  }

  return (
    <Section title={t('profile.title')} help={t('profile.help')} isNarrow>
      <form onSubmit={save}>
        <Stack gap="lg">
          <TextInput
            label={t('profile.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="name"
            maxLength={200}
            required
          />
          <TextInput
            label={t('profile.email')}
            value={me?.email ?? ''}
            description={t('profile.emailHelp')}
            readOnly
            variant="filled"
          />
          <Select
            label={t('profile.timeZone')}
            data={zones}
            value={timeZone}
            onChange={(value) => value && setTimeZone(value)}
            searchable
            nothingFoundMessage={t('profile.noZone')}
            allowDeselect={false}
            limit={60}
          />
          <Input.Wrapper label={t('profile.language')} labelElement="div">
            <SegmentedControl
              fullWidth
              aria-label={t('profile.language')}
              value={i18n.language}
              onChange={(value) => speak(value as Language)}
              data={[
                { value: 'es', label: 'Español' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Input.Wrapper>
          <Input.Wrapper
            label={t('profile.appearance')}
            labelElement="div"
            description={t('profile.appearanceHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
          >
            <SegmentedControl
              fullWidth
              aria-label={t('profile.appearance')}
              value={colorScheme}
              onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
              data={['light', 'dark', 'auto'].map((value) => ({ value, label: t(`profile.schemes.${value}`) }))}
            />
          </Input.Wrapper>
          {changing.error && <Notice tone="bad">{problemText(changing.error)}</Notice>}
          <Group>
            <Button type="submit" disabled={!isChanged || name.trim() === ''} loading={changing.isPending}>
              {t('profile.save')}
            </Button>
            {changing.isSuccess && !isChanged && <span role="status">{t('profile.saved')}</span>}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
