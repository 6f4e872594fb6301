import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { saveFile, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { IconFileDownload, IconFileTypeDocx, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Answer } from '../answer.ts';

type Format = 'pdf' | 'docx';

/** The answer with its sources as a file, in the language of the page. */
export function ExportMenu({ answer }: { answer: Answer }) {
  const { t, i18n } = useTranslation('ask');
  const problemText = useProblemText();
  const save = useMutation({
    mutationFn: async (format: Format) => {
      const language = i18n.language as 'es' | 'en';
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const file = await read(
        api.GET('/api/v1/questions/{questionId}/export', {
          params: { path: { questionId: answer.id }, query: { format, language, timeZone } },
          parseAs: 'blob',
        }),
      );
      saveFile(file as Blob, `${fileNameOf(answer.text)}.${format}`);
    },
  });
  return (
    <Menu position="top-start" onOpen={() => save.reset()}>
      <Menu.Target>
        <Tooltip
          label={save.error ? problemText(save.error) : t('export.title')}
          {...(save.error ? { opened: true } : {})}
        >
          <ActionIcon variant="subtle" color="gray" aria-label={t('export.title')} loading={save.isPending}>
            <IconFileDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileTypePdf size={16} />} onClick={() => save.mutate('pdf')}>
          PDF
        </Menu.Item>
        <Menu.Item leftSection={<IconFileTypeDocx size={16} />} onClick={() => save.mutate('docx')}>
          Word
        </Menu.Item>
        <Text fz="xs" c="dimmed" px="sm" pb="xs" maw={220}>
          {t('export.help')}
        </Text>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The question as a file name: what every system allows, and not too long. */
function fileNameOf(question: string): string {
  const words = question
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.slice(0, 60).trim() || 'nexus';
}
