import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconHistory, IconPencilPlus, IconPin, IconPinFilled } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from './answer.ts';
import classes from './ask.module.css';
import { useChangeConversation } from './history/use-conversation-changes.ts';

export type TalkHeaderProps = { conversation: Conversation | undefined; onHistory(): void };

/** Which conversation this is, and the way to the others. */
export const TalkHeader = memo(function TalkHeader({ conversation, onHistory }: TalkHeaderProps) {
  const { t } = useTranslation('ask');
  const { spaceId = '' } = useParams({ strict: false });
  const change = useChangeConversation();
  const pinWord = t(conversation?.pinned ? 'history.unpin' : 'history.pin');
  // Right above the same words as its only question, a title says nothing.
  const isOnlyQuestion =
    conversation?.questions.length === 1 && conversation.questions[0]?.text.startsWith(conversation.title);
  return (
    <header className={`${classes['header']} nx-no-print`}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconHistory size={16} aria-hidden />}
        onClick={onHistory}
      >
        {t('history.title')}
      </Button>
      {conversation && (
        <>
          <h1
            className={classes['conversationTitle']}
            title={conversation.title}
            data-hidden={isOnlyQuestion || undefined}
          >
            {conversation.title}
          </h1>
          <Tooltip label={pinWord}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={pinWord}
              aria-pressed={conversation.pinned}
              onClick={() => change.mutate({ id: conversation.id, change: { pinned: !conversation.pinned } })}
            >
              {conversation.pinned ? <IconPinFilled size={16} /> : <IconPin size={16} />}
            </ActionIcon>
          </Tooltip>
          <Button
            className={classes['newQuestion']!}
            variant="default"
            size="compact-sm"
            leftSection={<IconPencilPlus size={16} aria-hidden />}
            renderRoot={(props) => <Link to="/spaces/$spaceId/ask" params={{ spaceId }} search={{}} {...props} />}
          >
            {t('newQuestion')}
          </Button>
        </>
      )}
    </header>
  );
});
