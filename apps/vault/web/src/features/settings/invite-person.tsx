import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type Language, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { peopleQuery } from '../../app/people-queries.ts';
import { InvitationLink } from './invitation-link.tsx';

/** Adds somebody and shows the link that lets them in. */
export function InvitePerson({ onClose }: { onClose(): void }) {
  const { t, i18n } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [locale, setLocale] = useState(i18n.language as Language);
  const inviting = useMutation({
    mutationFn: () => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
      const body = { name: name.trim(), email: email.trim(), locale, timeZone };
      return read(api.POST('/api/v1/people', { params, body }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  });

  function invite(event: FormEvent): void {
    event.preventDefault();
    inviting.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.invite')}
      closeOnClickOutside={!inviting.data}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      {inviting.data ? (
        <Stack>
          <InvitationLink name={inviting.data.person.name} invitation={inviting.data.invitation} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('people.done')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={invite}>
          <Stack>
            <Text fz="sm" c="dimmed">
              {t('people.inviteHelp')}
            </Text>
            <TextInput
              label={t('people.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={200}
              required
              data-autofocus
            />
            <TextInput
              label={t('people.email')}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              maxLength={254}
              required
            />
            <SegmentedControl
              aria-label={t('people.language')}
              value={locale}
              onChange={(value) => setLocale(value as Language)}
              data={[
                { value: 'es', label: 'Español' },
                { value: 'en', label: 'English' },
              ]}
            />
            {inviting.error && <Notice tone="bad">{problemText(inviting.error)}</Notice>}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {tApp('common.cancel')}
              </Button>
              <Button type="submit" loading={inviting.isPending}>
                {t('people.createLink')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
