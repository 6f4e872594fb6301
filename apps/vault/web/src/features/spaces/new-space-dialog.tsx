import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useProblemText, useReturnFocus } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { spacesQuery } from '../../app/queries.ts';

export function NewSpaceDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('spaces');
  useReturnFocus();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  // One key for one space, however often the button is pressed.
  const [key] = useState(newIdempotencyKey);

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const space = await read(
        api.POST('/api/v1/spaces', { body: { name: name.trim() }, headers: { 'Idempotency-Key': key } }),
      );
      await queries.invalidateQueries({ queryKey: spacesQuery.queryKey });
      onClose();
      await navigate({ to: '/spaces/$spaceId', params: { spaceId: space.id } });
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': t('cancel') }} title={t('new.title')}>
      <form onSubmit={(event) => void create(event)}>
        <Stack>
          <TextInput
            label={t('new.name')}
            description={t('new.help')}
            placeholder={t('new.example')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            autoComplete="off"
            required
            data-autofocus
          />
          {problem && <Notice tone="bad">{problem}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
              {t('new.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
