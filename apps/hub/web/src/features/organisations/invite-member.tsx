import { Button, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { DialogFoot, OneTimeSecret } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { OrganisationRole } from '../../app/own-roles.ts';

const roles: Readonly<Record<'network' | 'partner', readonly OrganisationRole[]>> = {
  network: ['finance', 'channel_manager', 'support', 'owner'],
  partner: ['partner_seller', 'partner_admin', 'affiliate', 'technician'],
};

export type InviteMemberProps = {
  organisationId: string;
  kind: 'network' | 'partner';
  onInvited(): unknown;
  onClose(): void;
};

/** Name, address and role of somebody; then the link that lets them in, once. */
export function InviteMember({ organisationId, kind, onInvited, onClose }: InviteMemberProps) {
  const { t, i18n } = useTranslation('organisations');
  const { t: word } = useTranslation('app');
  const [person, setPerson] = useState({ name: '', email: '', role: roles[kind][0]! });
  const key = useRef(newIdempotencyKey());
  const inviting = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/organisations/{organisationId}/members', {
          params: { path: { organisationId }, header: { 'Idempotency-Key': key.current } },
          body: { ...person, locale: i18n.language === 'en' ? 'en' : 'es', timeZone: 'America/Caracas' },
        }),
      ),
    onSuccess: onInvited,
    // Another try after a correction is another intention.
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  const invited = inviting.data;

  function invite(event: FormEvent): void {
    event.preventDefault();
    inviting.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t('inviteTitle')} closeButtonProps={{ 'aria-label': word('common.close') }}>
      {invited ? (
        <Stack>
          {invited.invitation ? (
            <OneTimeSecret
              label={t('link')}
              value={`${window.location.origin}/invitation#${invited.invitation.token}`}
              help={t('linkHelp', { name: person.name })}
            />
          ) : (
            <Text>{t('hasAccount', { name: person.name })}</Text>
          )}
          <Button onClick={onClose}>{t('done')}</Button>
        </Stack>
      ) : (
        <form onSubmit={invite}>
          <Stack>
            <TextInput
              label={t('name')}
              value={person.name}
              onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
              maxLength={200}
              data-autofocus
              required
            />
            <TextInput
              label={t('email')}
              type="email"
              value={person.email}
              onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
              maxLength={254}
              required
            />
            <NativeSelect
              label={t('role')}
              value={person.role}
              onChange={(event) => setPerson({ ...person, role: event.currentTarget.value as OrganisationRole })}
              data={roles[kind].map((role) => ({ value: role, label: word(`roles.${role}`) }))}
            />
            <DialogFoot error={inviting.error} onClose={onClose}>
              <Button type="submit" loading={inviting.isPending}>
                {t('inviteDo')}
              </Button>
            </DialogFoot>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
