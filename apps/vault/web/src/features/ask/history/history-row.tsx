import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { formatWhen, type Locale, Notice } from '@nexus/ui';
import { IconDots, IconPencil, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../../app/labels/label.tsx';
import type { ConversationSummary } from '../answer.ts';
import classes from './history.module.css';
import { useChangeConversation, useDeleteConversation } from './use-conversation-changes.ts';

export type HistoryRowProps = {
  conversation: ConversationSummary;
  /** Where a conversation over all spaces is shown. */
  fallbackSpaceId: string;
  isOpen: boolean;
  onChosen(): void;
};

export function HistoryRow({ conversation, fallbackSpaceId, isOpen, onChosen }: HistoryRowProps) {
  const { t, i18n } = useTranslation('ask');
  const problemText = useProblemText();
  const navigate = useNavigate();
  const [mode, setMode] = useState<'shown' | 'renamed' | 'deleted'>('shown');
  const [title, setTitle] = useState(conversation.title);
  const change = useChangeConversation();
  const remove = useDeleteConversation();
  const { id, pinned } = conversation;
  const spaceId = conversation.spaceId ?? fallbackSpaceId;

  async function confirmDelete(): Promise<void> {
    await remove.mutateAsync(id);
    setMode('shown');
    if (isOpen) await navigate({ to: '/spaces/$spaceId/ask', params: { spaceId }, search: {} });
  }

  if (mode === 'renamed')
    return (
      <li>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ id, change: { title: title.trim() } }, { onSuccess: () => setMode('shown') });
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setMode('shown');
          }}
        >
          <TextInput
            autoFocus
            required
            maxLength={200}
            aria-label={t('history.newTitle')}
            value={title}
            error={change.error && problemText(change.error)}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Group gap="sm" my="sm">
            <Button size="compact-sm" type="submit" loading={change.isPending} disabled={title.trim() === ''}>
              {t('app:common.save')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setMode('shown')}>
              {t('app:common.cancel')}
            </Button>
          </Group>
        </form>
      </li>
    );
  return (
    <li className={classes['row']} data-open={isOpen || undefined}>
      <Link
        to="/spaces/$spaceId/ask"
        params={{ spaceId }}
        search={{ c: id }}
        onClick={onChosen}
        className={classes['link']!}
      >
        <span>{conversation.title}</span>
        <small>
          <Mark label={conversation.label} />
          <time dateTime={conversation.updatedAt}>{formatWhen(conversation.updatedAt, i18n.language as Locale)}</time>
        </small>
      </Link>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('history.actions', { title: conversation.title })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
            onClick={() => change.mutate({ id, change: { pinned: !pinned } })}
          >
            {t(pinned ? 'history.unpin' : 'history.pin')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => {
              setTitle(conversation.title);
              setMode('renamed');
            }}
          >
            {t('history.rename')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setMode('deleted')}>
            {t('app:common.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={mode === 'deleted'}
        onClose={() => setMode('shown')}
        title={t('history.deleteTitle')}
        lockScroll={false}
        closeButtonProps={{ 'aria-label': t('app:common.close') }}
      >
        <Stack>
          <Text>{t('history.deleteHelp', { title: conversation.title })}</Text>
          {remove.error && <Notice tone="bad">{problemText(remove.error)}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setMode('shown')} data-autofocus>
              {t('app:common.cancel')}
            </Button>
            <Button color="red" loading={remove.isPending} onClick={() => void confirmDelete().catch(() => {})}>
              {t('history.deleteConfirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </li>
  );
}
