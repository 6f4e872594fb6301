import { Button, FileButton, Group, Stack } from '@mantine/core';
import { Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { readLicenceFile } from './read-licence-file.ts';

/** One door for every file of the issuer: the server says what it was. */
export function InstallLicenceFile() {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const reset = useRef<() => void>(null);
  const installing = useMutation({
    mutationFn: async (file: File) => {
      const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
      const body = { file: await readLicenceFile(file) };
      return await read(api.POST('/api/v1/licence/files', { params, body }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['licence'] }),
    // The same file may be chosen again.
    onSettled: () => reset.current?.(),
  });
  const { data: installed } = installing;
  return (
    <Section title={t('licence.install.title')} help={t('licence.install.help')}>
      <Stack gap="md">
        {installed && (
          <Notice tone="ok">
            {installed.isNew ? t(`licence.install.done.${installed.kind}`) : t('licence.install.known')}
          </Notice>
        )}
        {installing.error && <Notice tone="bad">{problemText(installing.error)}</Notice>}
        <Group>
          <FileButton
            resetRef={reset}
            onChange={(file) => file && installing.mutate(file)}
            accept=".txt,.lic,text/plain"
          >
            {(props) => (
              <Button {...props} loading={installing.isPending}>
                {t('licence.install.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </Section>
  );
}
