import { Avatar, Menu, SegmentedControl, Stack, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconApi, IconLogout } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { meQuery } from '../queries.ts';
import { changeLanguage, type Language } from '../words/words.ts';

/** Who is signed in, in which language and light; the way out. */
export function PersonMenu() {
  const { t, i18n } = useTranslation('page');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: me } = useQuery(meQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();

  async function signOut(): Promise<void> {
    await api.DELETE('/api/v1/session').catch(() => {});
    queries.clear();
    await navigate({ to: '/sign-in', search: {} });
  }

  return (
    <Menu position="bottom-end" width={264} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton aria-label={t('shell.person')}>
          <Avatar aria-hidden name={me?.name ?? ''} size={30} radius="xl" color="petrol" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={2} px="sm" py="xs">
          <Text fw={600}>{me?.name}</Text>
          {me?.email && (
            <Text fz="sm" c="dimmed">
              {me.email}
            </Text>
          )}
        </Stack>
        <Menu.Label>{t('shell.language')}</Menu.Label>
        <SegmentedControl
          fullWidth
          mx="xs"
          aria-label={t('shell.language')}
          value={i18n.language}
          onChange={(value) => void changeLanguage(value as Language)}
          data={[
            { value: 'es', label: 'Español' },
            { value: 'en', label: 'English' },
          ]}
        />
        <Menu.Label>{t('shell.appearance')}</Menu.Label>
        <SegmentedControl
          fullWidth
          mx="xs"
          mb="xs"
          aria-label={t('shell.appearance')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          data={[
            { value: 'light', label: t('shell.light') },
            { value: 'dark', label: t('shell.dark') },
            { value: 'auto', label: 'Auto' },
          ]}
        />
        <Menu.Divider />
        <Menu.Item component="a" href="/reference" target="_blank" leftSection={<IconApi size={16} />}>
          {t('shell.reference')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
