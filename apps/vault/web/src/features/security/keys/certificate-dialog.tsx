import { Button, Group, Modal, Stack } from '@mantine/core';
import { printSheets, RowsState, saveFile, useReturnFocus } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { shortId } from './key-names.ts';

/** What was destroyed and which backups could still be opened: to be read, printed, and saved with its signature. */
export function CertificateDialog({ erasureId, onClose }: { erasureId: string; onClose(): void }) {
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  useReturnFocus();
  const params = { path: { erasureId } };
  const query = useQuery({
    queryKey: ['keys', 'certificate', erasureId],
    queryFn: () => read(api.GET('/api/v1/keys/erasures/{erasureId}/certificate', { params })),
  });

  function save(): void {
    if (!query.data) return;
    const { certificate, signature } = query.data;
    const file = new Blob([`${JSON.stringify({ certificate, signature }, null, 2)}\n`], { type: 'application/json' });
    saveFile(file, `nexus-erasure-${shortId(certificate.spaceId)}.json`);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('keys.certificate.title')}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <RowsState query={query}>
        {query.data && (
          <Stack>
            <pre className={panel['sheet']}>{query.data.text}</pre>
            <Group>
              <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
                {t('keys.certificate.save')}
              </Button>
              <Button
                variant="default"
                leftSection={<IconPrinter size={16} aria-hidden />}
                onClick={() => printSheets([query.data.text])}
              >
                {t('keys.print')}
              </Button>
            </Group>
          </Stack>
        )}
      </RowsState>
    </Modal>
  );
}
