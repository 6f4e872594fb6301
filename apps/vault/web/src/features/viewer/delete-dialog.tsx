import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';

/** Says what goes with a document and asks for its name: it does not come back. */
export function DeleteDialog({ document, onClose }: { document: DocumentDetails; onClose: () => void }) {
  const { t } = useTranslation(['viewer', 'app']);
  const problemText = useProblemText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const isNamed = name.trim() === document.fileName.trim();
  const removal = useMutation({
    mutationFn: () => api.DELETE('/api/v1/documents/{documentId}', { params: { path: { documentId: document.id } } }),
    onSuccess: async () => {
      await navigate({ to: '/spaces/$spaceId/documents', params: { spaceId: document.spaceId }, search: {} });
      queries.removeQueries({ queryKey: ['document', document.id] });
      await queries.invalidateQueries();
    },
  });
  const losses = [
    t('delete.original'),
    ...(document.versions.length > 1 ? [t('delete.versions', { count: document.versions.length })] : []),
    ...(document.attachments.length > 0 ? [t('delete.attachments', { count: document.attachments.length })] : []),
    t('delete.citations'),
  ];
  return (
    <Modal opened onClose={onClose} title={t('delete.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNamed) removal.mutate();
        }}
      >
        <Stack gap="md">
          <div>
            <Text fz="sm">{t('delete.lost')}</Text>
            <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
              {losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          </div>
          <TextInput
            data-autofocus
            label={t('delete.typeName')}
            description={document.fileName}
            inputWrapperOrder={['label', 'description', 'input']}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
          />
          {removal.error && <Notice tone="bad">{problemText(removal.error)}</Notice>}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('app:common.cancel')}
            </Button>
            <Button type="submit" color="red" disabled={!isNamed} loading={removal.isPending}>
              {t('delete.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
