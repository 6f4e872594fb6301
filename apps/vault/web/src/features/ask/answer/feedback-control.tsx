import { ActionIcon, Button, Group, Popover, Radio, Stack, Textarea, Tooltip } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconThumbDown, IconThumbDownFilled, IconThumbUp, IconThumbUpFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Answer, Conversation } from '../answer.ts';
import { conversationQuery } from '../conversations.queries.ts';

type Verdict = NonNullable<Answer['feedback']>;

/** Right at a click; wrong or incomplete with a word on why. */
export function FeedbackControl({ answer }: { answer: Answer }) {
  const { t } = useTranslation('ask');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [verdict, setVerdict] = useState<Verdict>('wrong');
  const [note, setNote] = useState('');
  const give = useMutation({
    mutationFn: (body: { verdict: Verdict; note?: string }) =>
      api.PUT('/api/v1/questions/{questionId}/feedback', { params: { path: { questionId: answer.id } }, body }),
    onSuccess: (_none, body) => {
      setOpen(false);
      queries.setQueryData(conversationQuery(answer.conversationId).queryKey, (known: Conversation | undefined) => {
        if (!known) return known;
        const questions = known.questions.map((one) =>
          one.id === answer.id ? { ...one, feedback: body.verdict } : one,
        );
        return { ...known, questions };
      });
    },
  });
  const isRight = answer.feedback === 'right';
  const isWrong = answer.feedback === 'wrong' || answer.feedback === 'incomplete';
  return (
    <>
      <Tooltip label={t('feedback.right')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('feedback.right')}
          aria-pressed={isRight}
          onClick={() => give.mutate({ verdict: 'right' })}
        >
          {isRight ? <IconThumbUpFilled size={16} /> : <IconThumbUp size={16} />}
        </ActionIcon>
      </Tooltip>
      <Popover opened={isOpen} onChange={setOpen} width={340} trapFocus shadow="md" position="top-start">
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('feedback.wrong')}
            title={t('feedback.wrong')}
            aria-pressed={isWrong}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isWrong ? <IconThumbDownFilled size={16} /> : <IconThumbDown size={16} />}
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              give.mutate({ verdict, ...(note.trim() ? { note: note.trim() } : {}) });
            }}
          >
            <Stack gap="md">
              <Radio.Group
                label={t('feedback.what')}
                value={verdict}
                onChange={(value) => setVerdict(value as Verdict)}
              >
                <Stack gap="sm" mt="sm">
                  <Radio value="wrong" label={t('feedback.isWrong')} />
                  <Radio value="incomplete" label={t('feedback.isIncomplete')} />
                </Stack>
              </Radio.Group>
              <Textarea
                label={t('feedback.note')}
                autosize
                minRows={2}
                maxRows={8}
                maxLength={4_000}
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              {give.error && <Notice tone="bad">{problemText(give.error)}</Notice>}
              <Group justify="flex-end">
                <Button type="submit" size="compact-sm" loading={give.isPending}>
                  {t('feedback.send')}
                </Button>
              </Group>
            </Stack>
          </form>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
