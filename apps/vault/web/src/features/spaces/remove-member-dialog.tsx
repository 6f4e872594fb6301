import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useProblemText, useReturnFocus } from '@nexus/page';
import { DangerButton, Notice } from '@nexus/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { SpaceSummary } from '../../app/queries.ts';
import { refreshSpaces } from './change-space.ts';
import { type Member, membersQuery } from './space-queries.ts';

export type RemoveMemberDialogProps = { space: SpaceSummary; member: Member; isMe: boolean; onClose(): void };

export function RemoveMemberDialog({ space, member, isMe, onClose }: RemoveMemberDialogProps) {
  const { t } = useTranslation('spaces');
  useReturnFocus();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string | null>(null);
  async function remove(): Promise<void> {
    try {
      const path = { spaceId: space.id, personId: member.personId };
      await api.DELETE('/api/v1/spaces/{spaceId}/members/{personId}', { params: { path } });
    } catch (error) {
      setProblem(problemText(error));
      return;
    }
    onClose();
    if (isMe) {
      await navigate({ to: '/spaces' });
      await refreshSpaces(queries);
    } else {
      await queries.invalidateQueries({ queryKey: membersQuery(space.id).queryKey });
    }
  }
  const words = { name: member.name, space: space.name };
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('cancel') }}
      title={t(isMe ? 'members.leaveTitle' : 'members.removeTitle', words)}
    >
      <Stack>
        <Text>{t(isMe ? 'members.leaveHelp' : 'members.removeHelp', words)}</Text>
        {problem && <Notice tone="bad">{problem}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <DangerButton onClick={() => void remove()}>{t(isMe ? 'members.leave' : 'members.remove')}</DangerButton>
        </Group>
      </Stack>
    </Modal>
  );
}
